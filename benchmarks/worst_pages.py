"""Pictures of the pages that were read worst: what was read beside the page, with the boxes of both."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from benchmarks.page_folder import PageSet, load_picture
from benchmarks.page_readers import ReadPages
from benchmarks.page_rows import ReadText
from benchmarks.page_scoring import PageScore, TrueText
from ocr_lib.synthetic.fonts import package_fonts

LONGER_SIDE = 2000
"""Pixels of a drawn page."""
READ, TRUE = (200, 30, 30), (30, 140, 60)
SMALLEST_PRINT = 9


def draw_worst(
    sets: Iterable[tuple[PageSet, ReadPages, dict[str, PageScore]]], folder: Path, count: int
) -> None:
    """Draw the pages with the highest character error rates as PNG files whose names begin with their rank.

    Args:
        sets: each with what was read and the scores by picture.
        folder: made where there is none.
        count: how many pages.
    """
    pages = [
        (score.error_rate, one, name, read.texts[name])
        for one, read, scores in sets
        for name, score in scores.items()
    ]
    pages.sort(key=lambda page: -page[0])
    folder.mkdir(parents=True, exist_ok=True)
    for rank, (rate, one, name, texts) in enumerate(pages[:count], start=1):
        path = folder / f"{rank:02}_{one.name}_{Path(name).stem}_{rate:.2f}.png"
        _drawn(one, name, texts).save(path)


def _drawn(one: PageSet, name: str, texts: list[ReadText]) -> Image.Image:
    """The page with boxes on the left; on the right the texts that were read where they were found."""
    page = Image.fromarray(load_picture(one.folder / name))
    scale = min(1.0, LONGER_SIDE / max(page.size))
    page = page.resize((round(page.width * scale), round(page.height * scale)))
    sheet = Image.new("RGB", (2 * page.width, page.height), "white")
    sheet.paste(page, (0, 0))
    draw = ImageDraw.Draw(sheet)
    for item in one.truths[name]:
        if isinstance(item, TrueText):
            draw.rectangle([scale * side for side in item.box], outline=TRUE, width=2)
    for text in texts:
        x0, y0, x1, y1 = (scale * side for side in text.box)
        corners = text.quad or ((x0, y0), (x1, y0), (x1, y1), (x0, y1))
        factor = scale if text.quad else 1.0
        draw.polygon([(factor * x, factor * y) for x, y in corners], outline=READ, width=2)
        font = ImageFont.truetype(str(package_fonts()[0].path), max(SMALLEST_PRINT, round(0.75 * (y1 - y0))))
        if (wide := font.getlength(text.text)) > x1 - x0:
            size = max(SMALLEST_PRINT, int(font.size * (x1 - x0) / wide))
            font = ImageFont.truetype(str(package_fonts()[0].path), size)
        draw.text((page.width + x0, (y0 + y1) / 2), text.text, font=font, fill="black", anchor="lm")
    return sheet
