"""People's file names, made fit to show. They are never used as paths or keys."""

from __future__ import annotations

import os
import unicodedata

_LONGEST = 200


def shown_name(name: str) -> str:
    """`name` as it is kept and shown: NFC (macOS sends NFD), one line, without bidi overrides.

    Bytes that aren't UTF-8 become U+FFFD; only the last part of a path is kept.
    """
    text = os.fsencode(name).decode("utf-8", errors="replace")
    return shown_words(text.replace("\\", "/").rsplit("/", 1)[-1])


def shown_words(words: str) -> str:
    """What people typed (문서명, 상호) as it is kept and shown: as `shown_name`, but a slash is only a slash."""
    text = unicodedata.normalize("NFC", words)
    text = "".join(c for c in text if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Zl", "Zp"))
    return text.strip()[:_LONGEST] or "이름 없음"


def document_name(file_name: str) -> str:
    """The default 문서명 of a file: its name without the ending."""
    stem = shown_name(file_name).rsplit(".", 1)[0].strip()
    return stem or shown_name(file_name)
