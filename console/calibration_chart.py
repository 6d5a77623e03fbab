"""Where things are in the chart of a classifier's calibration: coordinates for a template's SVG, from stored numbers."""

from __future__ import annotations

from dataclasses import dataclass

from console.axis import LEFT, RIGHT, WIDTH, Axis
from domain.calibration import Calibration, CalibrationBin


@dataclass(frozen=True)
class BinPoint:
    """A bin: its point, and the ends of the interval above and below it."""

    x: float
    y: float
    y_low: float
    y_high: float
    bin: CalibrationBin


@dataclass(frozen=True)
class CalibrationChart:
    """Observed shares over predicted probabilities. `line`: for SVG's polyline."""

    x: Axis
    y: Axis
    points: list[BinPoint]
    line: str
    calibration: Calibration
    width: float = WIDTH
    height: float = 320.0


def calibration_chart_of(calibration: Calibration | None) -> CalibrationChart | None:
    """The chart; None where the probabilities were not compared with what happened."""
    if calibration is None or not calibration.bins:
        return None
    reach = calibration.reach
    x, y = Axis(0, reach, LEFT, WIDTH - RIGHT), Axis(0, reach, 280, 14)
    points = [
        BinPoint(x.place(one.predicted), y.place(one.observed), y.place(one.low), y.place(one.high), one)
        for one in calibration.bins
    ]
    return CalibrationChart(x, y, points, " ".join(f"{one.x},{one.y}" for one in points), calibration)
