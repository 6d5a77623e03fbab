"""How a file's name is shown to people. Nothing here touches a path on disk."""

from __future__ import annotations

import re
import unicodedata

_SHOWN_CHARACTERS = 120
# Bidirectional controls can make "exe.csv" read as "vsc.exe"; they carry nothing a reader needs.
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def display_name(name: str) -> str:
    """The last part of `name`, safe to print: NFC, no control or direction characters, at most 120 characters.

    macOS hands Hangul over as separate letters (NFD); people expect whole syllables.
    """
    composed = unicodedata.normalize("NFC", name)
    last = re.split(r"[/\\]", composed)[-1]
    shown = "".join(c for c in last if c not in _BIDI and unicodedata.category(c) not in ("Cc", "Cs"))
    shown = shown.strip()
    if shown in ("", ".", ".."):
        return "(이름 없음)"
    if len(shown) > _SHOWN_CHARACTERS:
        half = _SHOWN_CHARACTERS // 2
        shown = shown[: half - 1] + "…" + shown[-half:]
    return shown
