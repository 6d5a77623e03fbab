"""The detector is prepared in a process of its own, and a failure there is told here."""

from __future__ import annotations

import pytest

from ocr_lib.detection.prepare import quantised_apart

pytestmark = pytest.mark.slow


def test_weights_that_are_none_end_in_an_error(tmp_path):
    weights = tmp_path / "craft.pth"
    weights.write_bytes(b"no weights")
    with pytest.raises(RuntimeError, match=r"(?s)preparing the text detector ended with 1.*UnpicklingError"):
        quantised_apart(weights)
