"""Points of an upright picture come back to where they were in the picture as given."""

from __future__ import annotations

import numpy as np
import pytest

from ocr_lib.pages.rotation import PageRotation


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_a_pixel_found_upright_is_the_pixel_given(degrees):
    given = np.zeros((30, 50), np.uint8)
    given[7, 11] = 255
    rotation = PageRotation(degrees, width=50, height=30)
    ((row, column),) = np.argwhere(rotation.upright(given))
    ((x, y),) = rotation.to_given([(column + 0.5, row + 0.5)])
    assert (x, y) == (11.5, 7.5)
