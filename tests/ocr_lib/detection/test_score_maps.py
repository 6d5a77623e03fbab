"""Words are cut from CRAFT's maps exactly as EasyOCR cuts them."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from easyocr.craft_utils import getDetBoxes

from ocr_lib.detection.score_maps import LINK_THRESHOLD, LOW_TEXT, TEXT_THRESHOLD, words


@pytest.mark.parametrize("seed", range(6))
def test_the_same_corners_as_easyocr(seed):
    rng = np.random.default_rng(seed)
    letters, links = np.zeros((120, 160), np.float32), np.zeros((120, 160), np.float32)
    for _ in range(14):
        x, y, n = int(rng.integers(5, 110)), int(rng.integers(5, 110)), int(rng.integers(1, 6))
        for k in range(n):
            cv2.circle(
                letters, (x + 9 * k, y + int(rng.integers(-1, 2))), 4, float(rng.uniform(0.5, 1.0)), -1
            )
            if k:
                cv2.circle(links, (x + 9 * k - 4, y), 3, 0.9, -1)
    letters = cv2.GaussianBlur(letters, (0, 0), 1.2)
    theirs, _, _ = getDetBoxes(letters, links, TEXT_THRESHOLD, LINK_THRESHOLD, LOW_TEXT)
    ours = words(letters, links)
    assert len(ours) == len(theirs)
    for one, other in zip(ours, theirs, strict=True):
        assert np.allclose(one, other, atol=1e-3)
