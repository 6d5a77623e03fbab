"""From bytes to a file or the screen, with resident registration numbers masked or whole."""

from __future__ import annotations

import sys
from collections.abc import Container, Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from domain.messages import Message
from domain.ocr import TextAction
from domain.registration_numbers import has_resident_number, mask_resident_numbers, masked_numbers
from intake.names import shown_name
from orchestration.cli.group import FAILED, REFUSED, Said
from orchestration.cli.session import CliContext

if TYPE_CHECKING:
    from records.ocr.tables import OcrText

TEXT_KEYS = (
    *(
        "text_id",
        "doc_id",
        "page_no",
        "text",
        "score",
        "corrected",
        "state",
        "selected",
        "box",
        "quad",
        "source",
    ),
    *("recogniser", "characters", "crop_path", "network_id", "trained_text", "trained_score", "version"),
)
whole_numbers_option = click.option(
    "--whole-numbers",
    is_flag=True,
    help="Resident registration numbers whole instead of masked.",
)


def write_out(data: bytes, out: Path | None) -> None:
    """To the file, whole or not at all; without one to standard output. Raises Said where it can't be written."""
    if out is None:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    partial = out.with_name(f".{out.name}.part")
    try:
        partial.write_bytes(data)
        partial.replace(out)
    except OSError as error:
        with suppress(OSError):
            partial.unlink()
        raise _not_written(out, error) from error


def make_folder(folder: Path) -> None:
    """Make a folder if it is not there. Raises Said where it can't be made."""
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise _not_written(folder, error) from error


def _not_written(place: Path, error: OSError) -> Said:
    return Said(
        Message(
            "'{name}' can't be written ({strerror}); see to its folder, to permissions and to the room "
            "on the disk",
            name=shown_name(place.name),
            strerror=error.strerror,
        ),
        exit_code=FAILED,
    )


def note_whole_numbers(
    cli: CliContext, action: TextAction, doc_ids: Iterable[str], *, among: Container[str] | None = None
) -> None:
    """Have it on record that the user of this machine was given the whole resident registration numbers of documents.

    Args:
        action: `TextAction.SHOW_WHOLE` or `TextAction.EXPORT_WHOLE`.
        among: ids of the texts that were given; None for all of the documents.
    """
    from records.ocr import resident_numbers

    with cli.transaction() as session:
        for doc_id in doc_ids:
            found = resident_numbers.in_document(session, doc_id)
            given = [text_id for text_id in found if among is None or text_id in among]
            resident_numbers.note(session, action, given, by=cli.by, now=cli.now())


def text_as_json(text: OcrText, suggestion: str | None, *, whole_numbers: bool) -> dict[str, Any]:
    """A text with what people made of it. Where a resident registration number is masked, its single characters are left out."""
    found = {**{key: getattr(text, key) for key in TEXT_KEYS}, "suggestion": suggestion}
    if whole_numbers:
        return found
    if has_resident_number(text.text, beside=text.beside):
        found["characters"] = None
    return masked_text(text, found)


def masked_text(text: OcrText, found: dict[str, Any]) -> dict[str, Any]:
    """What is given of a text with resident registration numbers masked, also where they are parted between it and its neighbours."""
    words = ("text", "corrected", "trained_text", "suggestion")
    parted = {
        name: mask_resident_numbers(found[name], text.beside)
        for name in words
        if text.beside and isinstance(found.get(name), str)
    }
    return masked_numbers(found | parted)


def check_folder(out: Path | None) -> None:
    """Raise Said where the folder to write to isn't there: better before minutes of work than after."""
    if out is not None and not out.is_dir() and not out.parent.is_dir():
        raise Said(
            Message(
                "there is no folder '{parent}'; make it first, or choose another place", parent=out.parent
            ),
            exit_code=REFUSED,
        )
