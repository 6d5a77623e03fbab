"""When a page gets which remark, decided from what was found and read on it. The sentences are in `remarks`.

Print that is somewhat small, faint or blurred is remarked on only where some of it is read with little certainty: most
of it reads well.
The thresholds were measured with `benchmarks.remarked_pages`; the rates are in `docs/performance.md`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

import cv2
import numpy as np

from domain.messages import Joined, in_context
from ocr_lib.arrays import Picture
from ocr_lib.page_texts import FoundTexts, Line, PageReading
from ocr_lib.recognition.reading import Character, Reading
from ocr_lib.remarks import PageRemark, RemarkKind, remark
from ocr_lib.text_quality import TextQuality, text_quality
from ocr_lib.weighted_median import weighted_median

UNCERTAIN = 0.6
"""Probability below which a character is likely wrong."""
HARMED = 0.005
"""Share of a page's characters that are uncertain from which it is not read quite well. Clean scans have less than 0.002."""
FEWEST_UNCERTAIN = 3
"""With fewer uncertain characters the share of a short page says nothing."""
UNREADABLE, ANOTHER_SCRIPT = 0.15, 0.04
"""Shares of uncertain characters from which, without another cause, some can't be read: in any text, and in one whose
mixed case also tells of another script."""
FEWEST_CHARACTERS = 8
"""With fewer, shares say nothing."""
LITTLE, LITTLE_PIXELS = 3, 250_000
"""Certain characters that are little for a page, and the pixels of a picture that is a page rather than a cell of one."""
BLURRED, VERY_BLURRED = 0.06, 0.11
"""Blur over height of the print (see `TextQuality`): from the first it explains uncertain characters, from the second it is
remarked on by itself."""
SMALL, VERY_SMALL = 11.5, 8.5
"""Height of the print in pixels below which the same holds."""
FAINT, VERY_FAINT = 28.0, 14.0
"""Greys between ink and paper below which the same holds."""
MIXED_CASE, MIXED_WORDS = 0.5, 5
"""Share of words with a capital after a small letter that no Latin text reaches, and the words needed to tell."""
WORD_LENGTH = 4
EDGE = 3
"""Pixels from the picture's edge within which a text's box touches it."""
CROSSING = (0.03, 0.9)
"""Share of a text's height or width along the picture's edge that ink covers where letters are cut; a rule covers all."""
NEAR, FEWEST_CUT = 0.15, 2
"""At the left and right, lines whose ink comes as near to the edge as this, in their heights, and how many there must be: one alone
may be a mark in the margin. One of them must reach the edge; others may be cut between letters."""
SHOWN = 20
"""Characters of a text that are shown as an example."""

SIDES = {
    "left": in_context("side", "left"),
    "top": in_context("side", "top"),
    "right": in_context("side", "right"),
    "bottom": in_context("side", "bottom"),
}


def remarked(found: FoundTexts, readings: Sequence[Reading], picture: Picture) -> PageReading:
    """The page of what was found and read, with the remarks it gets.

    Args:
        readings: one for each text that was found.
        picture: as given, uint8 RGB [height, width, 3].
    """
    page = found.to_page_reading(readings)
    texts = [
        SeenText(text.crop, reading)
        for text, reading in zip(found.texts, readings, strict=True)
        if reading.score >= text.least_score
    ]
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    return replace(page, remarks=tuple(page_remarks(page, grey, texts)))


@dataclass(frozen=True)
class SeenText:
    """A text as it was seen and read.

    Attributes:
        crop: uint8 grey [height, width].
    """

    crop: Picture
    reading: Reading

    @cached_property
    def quality(self) -> TextQuality | None:
        """None where there is nothing to be measured."""
        return text_quality(self.crop)

    @property
    def weight(self) -> int:
        """Its characters without spaces."""
        return sum(c.text != " " for c in self.reading.characters)

    @property
    def uncertain(self) -> int:
        """Those of its characters that are likely wrong."""
        return uncertain_characters(self.reading.characters)


def page_remarks(page: PageReading, grey: Picture, texts: Sequence[SeenText]) -> Iterator[PageRemark]:
    """What people should know of a page.

    Args:
        grey: the picture as given, uint8 [height, width].
        texts: all texts found on it, also those that read as nothing.
    """
    read = sum(len(line.text.replace(" ", "")) for line in page.lines)
    if not read:
        yield remark(RemarkKind.NOTHING_READ)
        return
    sure = max(0, read - sum(text.uncertain for text in texts))
    if sure <= LITTLE and grey.size >= LITTLE_PIXELS:
        yield remark(RemarkKind.LITTLE_READ, {"read": sure})
    if page.rotation:
        yield remark(RemarkKind.ROTATED, {"degrees": page.rotation})
    if sides := cut_sides(page.lines, grey):
        yield remark(RemarkKind.CUT_OFF, {"side": Joined(SIDES[side] for side in sides)})
    yield from _causes(texts)


def _causes(texts: Sequence[SeenText]) -> Iterator[PageRemark]:
    """Why texts of a page were read with little certainty, as far as can be told; nothing where they were not."""
    characters = sum(text.weight for text in texts)
    if characters < FEWEST_CHARACTERS:
        return
    uncertain = sum(text.uncertain for text in texts)
    share = uncertain / characters if uncertain >= FEWEST_UNCERTAIN else 0.0
    causes = list(_of_print(texts, is_harmed=share >= HARMED))
    yield from causes
    if causes or share < ANOTHER_SCRIPT:
        return
    if share >= UNREADABLE or is_mixed_case([text.reading.text for text in texts]):
        yield unreadable(max(texts, key=lambda text: text.uncertain).reading.text)


def unreadable(text: str) -> PageRemark:
    """That some characters can't be read, with a text as the example."""
    return remark(RemarkKind.UNREADABLE, {"text": text[:SHOWN]})


def uncertain_characters(characters: Sequence[Character]) -> int:
    """Those that are likely wrong."""
    return sum(c.text != " " and c.probability < UNCERTAIN for c in characters)


def _of_print(texts: Sequence[SeenText], *, is_harmed: bool) -> Iterator[PageRemark]:
    """What is wrong with the print of most of a page; with more of it where characters are uncertain."""
    measured = [(text.quality, text.weight) for text in texts if text.quality is not None and text.weight]
    if not measured:
        return

    def typical(measure: Callable[[TextQuality], float]) -> float:
        return weighted_median((measure(quality), weight) for quality, weight in measured)

    height = typical(lambda quality: quality.height)
    if height < (SMALL if is_harmed else VERY_SMALL):
        yield remark(RemarkKind.SMALL, {"height": round(height)})
    elif typical(lambda quality: quality.blur) > (BLURRED if is_harmed else VERY_BLURRED):
        yield remark(RemarkKind.BLURRED)
    if typical(lambda quality: quality.contrast) < (FAINT if is_harmed else VERY_FAINT):
        yield remark(RemarkKind.FAINT)


def is_mixed_case(texts: Sequence[str]) -> bool:
    """Whether capitals follow small letters in so many words that the text is another script, such as Cyrillic, read as
    Latin letters that look like it."""
    words = [
        word for text in texts for word in text.split() if word.isascii() and _letters(word) >= WORD_LENGTH
    ]
    mixed = sum(any(a.islower() and b.isupper() for a, b in pairwise(word)) for word in words)
    return len(words) >= MIXED_WORDS and mixed >= MIXED_CASE * len(words)


def _letters(word: str) -> int:
    return sum(c.isalpha() for c in word)


def cut_sides(lines: Sequence[Line], grey: Picture) -> list[str]:
    """The sides of a picture at which texts are cut off.

    Args:
        grey: the picture as given, uint8 [height, width], of whose pixels the lines' boxes are.

    Returns:
        Of "left", "top", "right" and "bottom", in this order.
    """
    height, width = grey.shape
    near, crossed = dict.fromkeys(SIDES, 0), dict.fromkeys(SIDES, 0)
    for line in lines:
        x0, y0, x1, y1 = line.box
        gap = max(1, round(NEAR * min(x1 - x0, y1 - y0)))
        # Each strip begins with the pixels of the edge.
        strips = {
            "left": (x0, grey[y0:y1, :gap].T),
            "top": (y0, grey[:gap, x0:x1]),
            "right": (width - x1, grey[y0:y1, -gap:].T[::-1]),
            "bottom": (height - y1, grey[-gap:, x0:x1][::-1]),
        }
        for side, (distance, strip) in strips.items():
            if distance <= EDGE and (inked := _inked(strip, line.crop)) is not None:
                near[side] += bool(_are_letters(np.asarray(inked.any(axis=0))))
                crossed[side] += bool(_are_letters(inked[0]))
    fewest = {"left": FEWEST_CUT, "right": FEWEST_CUT, "top": 1, "bottom": 1}
    return [side for side in SIDES if crossed[side] and near[side] >= fewest[side]]


def _inked(strip: Picture, crop: Picture) -> Picture | None:
    """Bool [depth, length]: what is ink in a strip along a picture's edge, by the ink of a text; None without clear ink."""
    if not strip.size or (quality := text_quality(crop)) is None or quality.contrast < FAINT:
        return None
    threshold, _ = cv2.threshold(crop, 0, 255, cv2.THRESH_OTSU)
    is_dark_ink = (crop <= threshold).mean() <= 0.5
    return np.asarray(strip <= threshold if is_dark_ink else strip > threshold)


def _are_letters(inked: Picture) -> bool:
    """Whether the ink along an edge (bool [length]) may be of letters."""
    return bool(CROSSING[0] <= inked.mean() <= CROSSING[1])
