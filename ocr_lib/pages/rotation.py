"""Quarter turns of a page: the picture put upright, and points brought back to the picture as given."""

from __future__ import annotations

import numpy as np

from domain.quarter_turns import Points, TurnedPage
from ocr_lib.arrays import Picture

__all__ = ["PageRotation", "Points"]


class PageRotation(TurnedPage):
    """From a picture as given to upright."""

    def upright(self, picture: Picture) -> Picture:
        """The picture ([height, width] or [height, width, 3]) turned upright."""
        return np.ascontiguousarray(np.rot90(picture, -self.degrees // 90)) if self.degrees else picture
