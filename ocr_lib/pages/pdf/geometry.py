"""Affine maps between the spaces of a PDF page and the pixels of its picture."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pypdfium2

_FINE = 1024
"""PDFium answers in whole pixels; asked for a picture so many times larger, it answers in parts of one."""
Point = tuple[float, float]
Bounds = tuple[float, float, float, float]


@dataclass(frozen=True)
class Affine:
    """(x, y) → (a x + c y + e, b x + d y + f), as PDF writes matrices."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def point(self, x: float, y: float) -> Point:
        """The image of a point."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def vector(self, x: float, y: float) -> Point:
        """The image of a direction: without the shift."""
        return self.a * x + self.c * y, self.b * x + self.d * y

    def bounds(self, box: Bounds) -> Bounds:
        """The upright box around the image of a box (x0, y0, x1, y1)."""
        x0, y0, x1, y1 = box
        # Each term is least and greatest at one of the ends, whatever the other is.
        ax, bx, cy, dy = self.a * x0, self.b * x0, self.c * y0, self.d * y0
        ax_end, bx_end, cy_end, dy_end = self.a * x1, self.b * x1, self.c * y1, self.d * y1
        return (
            min(ax, ax_end) + min(cy, cy_end) + self.e,
            min(bx, bx_end) + min(dy, dy_end) + self.f,
            max(ax, ax_end) + max(cy, cy_end) + self.e,
            max(bx, bx_end) + max(dy, dy_end) + self.f,
        )

    def then(self, other: Affine) -> Affine:
        """This map first, `other` second."""
        a, b = other.vector(self.a, self.b)
        c, d = other.vector(self.c, self.d)
        e, f = other.point(self.e, self.f)
        return Affine(a, b, c, d, e, f)

    @property
    def scale(self) -> float:
        """The factor by which lengths grow, in the mean of both directions."""
        return abs(self.a * self.d - self.b * self.c) ** 0.5


def page_to_pixels(page: pypdfium2.PdfPage, size: tuple[int, int]) -> Affine:
    """From a page's user space to its picture: CropBox, Rotate and scale in one.

    Args:
        page: of pypdfium2.
        size: of the picture, in pixels.
    """
    from pypdfium2 import raw

    def at(x: float, y: float) -> Point:
        across, down = ctypes.c_int(), ctypes.c_int()
        raw.FPDF_PageToDevice(page, 0, 0, size[0] * _FINE, size[1] * _FINE, 0, x, y, across, down)
        return across.value / _FINE, down.value / _FINE

    (e, f), (ax, bx), (cy, dy) = at(0, 0), at(100, 0), at(0, 100)
    return Affine((ax - e) / 100, (bx - f) / 100, (cy - e) / 100, (dy - f) / 100, e, f)
