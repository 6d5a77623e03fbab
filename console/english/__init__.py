"""English for the Korean the screens are written in: one file per group of screens."""

from __future__ import annotations

from console.english import access, automl, learning, now, ocr, several

ENGLISH = {
    korean: english
    for part in (several, access, automl, ocr, learning, now)
    for korean, english in part.WORDS.items()
}
