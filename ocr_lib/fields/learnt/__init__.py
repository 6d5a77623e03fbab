"""Layouts that are learnt from confirmed documents of one supplier, or of a kind that a person named.

Pure functions of texts and confirmed values. The shipped rules still prove or contradict what a layout reads.
"""

from __future__ import annotations

from ocr_lib.fields.learnt.examples import ConfirmedField, Example, Zone
from ocr_lib.fields.learnt.gate import Judgement, judge
from ocr_lib.fields.learnt.layout import InvalidLayout, LearntLayout
from ocr_lib.fields.learnt.learning import learn_layout
from ocr_lib.fields.learnt.reading import LearntReading, OwnField, choose_layout, read_with_layout

__all__ = [
    "ConfirmedField",
    "Example",
    "InvalidLayout",
    "Judgement",
    "LearntLayout",
    "LearntReading",
    "OwnField",
    "Zone",
    "choose_layout",
    "judge",
    "learn_layout",
    "read_with_layout",
]
