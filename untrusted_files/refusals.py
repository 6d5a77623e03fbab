"""The refusal of a file, its sentence, and how names and sizes are written in it. The reasons belong to the readers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from domain.messages import Message
from domain.refusal import Refusal

_SHOWN_CHARACTERS = 120
# Bidirectional controls can make "exe.csv" read as "vsc.exe"; they carry nothing a reader needs.
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class FileRefused(Refusal):
    """The file can't be read, or exceeds a limit."""


@dataclass(frozen=True)
class Refusals:
    """Makes the refusals of one reader; called as `refuse(code, name, **values)`.

    Args:
        reasons: by code: what is wrong, and what to do; with placeholders for values.
    """

    reasons: Mapping[str, tuple[Message, Message]]

    def __call__(self, code: str, name: str, *, page: int | None = None, **values: object) -> FileRefused:
        """The refusal `code` of a file, or of one of its pages.

        Args:
            code: one of `reasons`.
            name: of the file; made safe to show.
            page: number from 1.
            values: of the placeholders.

        Raises:
            KeyError: for a code that doesn't exist, or a placeholder without a value.
        """
        problem, remedy = (part.filled(**values) for part in self.reasons[code])
        for part in (problem, remedy):
            part.msgid.format(**values)  # `Message` never fails; a missing value is a mistake of the caller
        parts = {"name": display_name(name), "problem": problem, "remedy": remedy}
        if page is None:
            return FileRefused(Message("'{name}' {problem}. {remedy}.", **parts), code=code)
        return FileRefused(
            Message("page {page} of '{name}' {problem}. {remedy}.", page=page, **parts), code=code
        )


def display_name(name: str) -> str:
    """The last part of `name`, safe to print: NFC, no control or direction characters, at most 120 characters.

    macOS writes Hangul as separate letters (NFD); people expect whole syllables.
    """
    composed = unicodedata.normalize("NFC", name)
    last = re.split(r"[/\\]", composed)[-1]
    shown = "".join(
        c for c in last if c not in _BIDI and unicodedata.category(c) not in ("Cc", "Cs", "Zl", "Zp")
    )
    shown = shown.strip()
    if shown in ("", ".", ".."):
        return "(이름 없음)"
    if len(shown) > _SHOWN_CHARACTERS:
        half = _SHOWN_CHARACTERS // 2
        shown = shown[: half - 1] + "…" + shown[-half:]
    return shown


def readable_size(size: int) -> str:
    """Bytes as people write them: 1536 -> '1.5 KiB'."""
    amount = float(size)
    for unit in ("B", "KiB", "MiB", "GiB"):
        if amount < 1024:
            return f"{amount:.0f} {unit}" if unit == "B" else f"{amount:.1f} {unit}"
        amount /= 1024
    return f"{amount:.1f} TiB"
