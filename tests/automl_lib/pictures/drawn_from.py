"""What pictures are drawn from in tests."""

from __future__ import annotations

from automl_lib.profile import ColumnProfile
from domain.calibration import Calibration, CalibrationBin
from domain.columns import ColumnType
from domain.explanations import Dependence, DependencePoint

CALIBRATION = Calibration(
    0.12,
    0.2,
    0.03,
    (
        CalibrationBin(40, 0.02, 0.0, 0.0, 0.09),
        CalibrationBin(41, 0.4, 0.5, 0.35, 0.65),
        CalibrationBin(39, 1.0, 1.0, 0.9, 1.0),
    ),
)
HISTORY = [{"epoch": i, "train_loss": 1 / i, "valid_loss": 1 / i + 0.1} for i in range(1, 30)]
EMPTY = dict.fromkeys(("min", "max", "mean", "q1", "q2", "q3", "whisker_low", "whisker_high"))


def dependence(kind: ColumnType, *values: float | str, label: str = "나이", outputs: int = 1) -> Dependence:
    points = tuple(
        DependencePoint(value, tuple((place + at) / 20 for at in range(outputs)))
        for place, value in enumerate(values)
    )
    return Dependence(label, kind, points)


def column(**changed: object) -> ColumnProfile:
    numbers = {"min": -5, "max": 90, "mean": 12.5, "q1": 4.0, "q2": 10.0, "q3": 20.0}
    whiskers = {"whisker_low": -5.0, "whisker_high": 44.0, "outliers": (60.0, 90.0), "outlier_count": 2}
    fields = {"missing": 3, "distinct": 80, **numbers, **whiskers, **changed}
    return ColumnProfile("c0001", str(fields.pop("label", "처리비용")), ColumnType.REAL, 103, **fields)
