"""The format of an output: as it is named, else by the ending of the file's name."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from domain.messages import Message
from intake.names import shown_name
from orchestration.cli.group import REFUSED, Said

_ENDINGS = frozenset({"csv", "hocr", "json", "pdf", "txt", "xlsx"})
"""That say what is in a file."""


def format_of(given: str | None, out: Path | None, formats: Sequence[str], default: str) -> str:
    """The format to write.

    Args:
        given: by its name; None where no person named one.
        out: the file to write, or a folder for several; None for the screen.
        formats: that are written to files; each is the ending of its files too.
        default: where neither name nor file says another.

    Raises:
        Said: the file's name says that it has another format.
    """
    if out is None or out.is_dir():
        return given or default
    found = [form for form in formats if out.name.lower().endswith(f".{form}")]
    form = given or max(found, key=len, default=default)
    ending = out.suffix.lower().removeprefix(".")
    if form in formats and ending in _ENDINGS and ending != form.rpartition(".")[2]:
        raise Said(
            Message(
                "'{name}' would not have the format of its ending: {format} would be written. Give --format {formats} and a "
                "file name with the same ending.",
                name=shown_name(out.name),
                format=form,
                formats="|".join(formats),
            ),
            exit_code=REFUSED,
        )
    return form
