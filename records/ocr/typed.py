"""Normalisation of texts that people type or paste: NFC, without invisible characters."""

from __future__ import annotations

import unicodedata


def plain(text: str) -> str:
    """NFC, every kind of space as a space, none at the ends, without characters that have no shape.

    Pages on the web and other programs hand along zero-width spaces, marks of direction and no-break spaces; the
    recogniser would learn each as a letter of its own.
    """
    seen = (c for c in unicodedata.normalize("NFC", text) if unicodedata.category(c) != "Cf")
    return "".join(" " if unicodedata.category(c) == "Zs" else c for c in seen).strip()


def one_line(text: str) -> str:
    """As `plain`, with one space between words, whatever was between them."""
    return " ".join(plain(text).split())
