"""The refusal of a file, its sentence, and how names and sizes are written in it. The reasons belong to the readers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

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
        reasons: by code: Korean problem, Korean remedy, English problem, English remedy; with blanks for values.
    """

    reasons: Mapping[str, tuple[str, str, str, str]]

    def __call__(self, code: str, name: str, *, page: int | None = None, **values: object) -> FileRefused:
        """The refusal `code` of a file, or of one of its pages.

        Args:
            code: one of `reasons`.
            name: of the file; made safe to show.
            page: number from 1.
            values: fill the blanks of the sentence.

        Raises:
            KeyError: for a code or a blank that doesn't exist.
        """
        problem_ko, remedy_ko, problem_en, remedy_en = (part.format(**values) for part in self.reasons[code])
        shown = display_name(name)
        ko = f"'{shown}' 파일" if page is None else f"'{shown}' 파일 {page}쪽"
        en = f"'{shown}'" if page is None else f"page {page} of '{shown}'"
        return FileRefused(
            code, ko=f"{ko}: {problem_ko}. {remedy_ko}.", en=f"{en} {problem_en}. {remedy_en}."
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
