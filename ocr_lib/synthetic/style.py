"""The knobs of a made line, with their ranges. Each line draws its own values within them."""

from __future__ import annotations

from dataclasses import dataclass

Range = tuple[float, float]


@dataclass(frozen=True)
class Style:
    """Ranges from which each line draws; all are inclusive.

    Args:
        font_size: em, in pixels of the page (21 is 10 points at 150 dpi).
        skew: turn in degrees.
        shear: slant, in pixels of shift per pixel of height.
        margins: white around the ink, in parts of the em, on each side.
        spacing: extra space between letters, in parts of the em.
        ink: grey of the letters, 0 is black.
        paper: grey of the page, 255 is white.
        inverted: share of lines with light letters on dark.
        background: share of lines on uneven paper (light gradient, grain).
        rules: share of lines with a piece of a table's rule at an edge.
        distortion: height of the wave that bends the line, in parts of the em.
        blur: standard deviation of the lens, in pixels of the page.
        shrink: factor by which the scan was made smaller and larger again.
        noise: standard deviation of the sensor, in greys.
        jpeg: quality of the file.
        fax: share of lines reduced to black and white.
        clean: share of lines left as rendered, as from a born-digital PDF.
    """

    font_size: Range = (16, 52)
    skew: Range = (-2.0, 2.0)
    shear: Range = (-0.06, 0.06)
    margins: Range = (0.02, 0.35)
    spacing: Range = (-0.03, 0.12)
    ink: Range = (0, 90)
    paper: Range = (185, 255)
    inverted: float = 0.06
    background: float = 0.3
    rules: float = 0.1
    distortion: Range = (0.0, 0.05)
    blur: Range = (0.0, 0.75)
    shrink: Range = (0.6, 1.0)
    noise: Range = (0.0, 11.0)
    jpeg: Range = (25, 90)
    fax: float = 0.03
    clean: float = 0.15
