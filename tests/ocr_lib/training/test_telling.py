"""How far a training is, as people read it."""

from __future__ import annotations

import math

import pytest

from ocr_lib.training.loop import Step
from ocr_lib.training.telling import in_words


@pytest.mark.parametrize(
    ("step", "ko", "en"),
    [
        (
            Step(0, None, 0.5, 0.25, 0.5, 3.0, math.inf),
            "0/3000회, 검증 CER 0.2500",
            "iteration 0/3000, validation CER 0.2500",
        ),
        (
            Step(100, 1.5, 0.5, 0.25, 0.5, 60.0, 754.2),
            "100/3000회, 손실 1.5000, 검증 CER 0.2500, 남은 시간 12분 34초",
            "iteration 100/3000, loss 1.5000, validation CER 0.2500, 12 min 34 s left",
        ),
        (
            Step(3000, 0.1, 0.5, 0.25, 0.5, 60.0, 0.0),
            "3000/3000회, 손실 0.1000, 검증 CER 0.2500, 마무리하는 중",
            "iteration 3000/3000, loss 0.1000, validation CER 0.2500, finishing",
        ),
    ],
    ids=["before the first step", "on the way", "at the end"],
)
def test_a_step_is_told_in_both_languages(step, ko, en):
    assert in_words(step, 3000).both == (ko, en)
