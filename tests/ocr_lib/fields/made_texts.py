"""Made pages as placed texts."""

from __future__ import annotations

from collections.abc import Sequence

from ocr_lib.fields import CharacterReading, PageText


def placed(
    text: str, x: float, y: float, *, width: float | None = None, height: float = 20, page: int = 0,
    characters: Sequence[CharacterReading] = (),
) -> PageText:  # fmt: skip
    """A text whose box begins at `x` and has its middle at `y`."""
    right = x + (14 * len(text) if width is None else width)
    top, bottom = y - height / 2, y + height / 2
    quad = [[x, top], [right, top], [right, bottom], [x, bottom]]
    return PageText(text, quad, 0.9, page, tuple(characters))
