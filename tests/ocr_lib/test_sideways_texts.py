"""Texts on their side: turned, and joined, where reading says so."""

from __future__ import annotations

import numpy as np
import pytest

from ocr_lib.detection import Detected
from ocr_lib.page_texts import cut
from ocr_lib.pages.upright import Turn
from ocr_lib.recognition.recognizer import Reading
from ocr_lib.sideways_texts import laid

STACK = (100, 140, 100, 200)
"""x0, x1, y0, y1."""


class Reads:
    """Says what was told of crops by their width and height, and by their corner where that lies dark."""

    def __init__(self, told):
        self.told = told

    def read(self, crops):
        return [
            Reading(*self.told.get((crop.shape[1], crop.shape[0], _dark(crop)), ("?", 0.1))) for crop in crops
        ]


def _dark(crop):
    """Which corner holds the mark, clockwise from the top left; None without one."""
    corners = (crop[0, 0], crop[0, -1], crop[-1, -1], crop[-1, 0])
    return next((n for n, pixel in enumerate(corners) if pixel == 0), None)


def page(*boxes, stacks=(STACK,)):
    """The mark lies at the top left of the stack."""
    grey = np.full((600, 600), 255, np.uint8)
    grey[STACK[2], STACK[0]] = 0
    detected = Detected(boxes=list(boxes), stacks=list(stacks))
    return cut(detected, grey, Turn(0, 0.0, 600, 600))


HALVES = ((100, 140, 100, 150), (100, 140, 150, 200))


@pytest.mark.parametrize(("corner", "first"), [(3, (140, 100)), (1, (100, 200))], ids=["down", "up"])
def test_a_stack_that_reads_better_turned_takes_its_pieces_place(corner, first):
    others = ((300, 400, 20, 50), (300, 400, 400, 430))
    found = laid(page(*HALVES, *others), Reads({(100, 40, corner): ("확인서", 0.9)}))
    assert len(found.crops) == len(found.quads) == len(found.unsure) == 3
    place = [crop.shape for crop in found.crops].index((40, 100))
    assert found.quads[place][0] == first


@pytest.mark.parametrize(
    ("turned", "lying"),
    [(("확인", 0.55), 0.5), (("ㅡ", 1.0), 0.1), (("확인", 0.9), 0.9)],
    ids=["hardly better", "one sign", "upright letters beneath each other"],
)
def test_otherwise_the_pieces_stay_as_they_are(turned, lying):
    told = {(100, 40, 3): turned, (40, 50, 0): ("결", lying), (40, 50, None): ("재", lying)}
    found = page(*HALVES)
    after = laid(found, Reads(told))
    assert (after.crops, after.quads) == (found.crops, found.quads)


def test_a_stack_beside_which_the_text_goes_on_is_none():
    assert page(HALVES[0], (100, 220, 150, 200)).stacks == []
    assert len(page(*HALVES).stacks) == 1


def test_a_large_letter_that_came_in_parts_is_read_whole():
    found = laid(page(*HALVES), Reads({(40, 100, 0): ("호", 0.9)}))
    assert [crop.shape for crop in found.crops] == [(100, 40)]
    assert found.quads == [((100, 100), (140, 100), (140, 200), (100, 200))]


def test_of_a_text_found_whole_and_in_part_the_whole_is_taken():
    part = (100, 140, 100, 150)
    told = {(100, 40, 3): ("세로 글자", 0.9), (50, 40, 3): ("세로", 0.99)}
    found = laid(page(*HALVES, stacks=(part, STACK)), Reads(told))
    assert [crop.shape for crop in found.crops] == [(40, 100)]
