"""How far the probabilities of a classifier can be believed, in numbers that are kept with its evaluation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

_REACHES = (0.1, 0.2, 0.3, 0.5)


@dataclass(frozen=True)
class CalibrationBin:
    """Held-out rows of about the same probability.

    Attributes:
        rows: how many.
        predicted: their mean probability.
        observed: the share that is of the class, with the bounds `low` and `high` of its 95% interval (Wilson 1927).
    """

    rows: int
    predicted: float
    observed: float
    low: float
    high: float


@dataclass(frozen=True)
class Calibration:
    """Probabilities against what happened: of the positive of two classes, else of the most probable class.

    Attributes:
        brier: mean squared difference of probabilities and outcome (Brier 1950); with more than two classes the sum over
            the classes. 0 is perfect.
        brier_base: that of always answering with the shares of the classes.
        ece: expected calibration error, the mean distance of `predicted` and `observed` over the rows (Guo et al. 2017).
        bins: of equally many rows, by ascending probability.
    """

    brier: float
    brier_base: float
    ece: float
    bins: tuple[CalibrationBin, ...]

    @property
    def skill(self) -> float | None:
        """Brier skill score: 1 is perfect, 0 no better than the shares of the classes; None where these are perfect."""
        return 1 - self.brier / self.brier_base if self.brier_base > 0 else None

    @property
    def reach(self) -> float:
        """Up to where a picture goes: round, and small where all probabilities are."""
        largest = max((max(one.predicted, one.high) for one in self.bins), default=1.0)
        return next((reach for reach in _REACHES if largest <= reach), 1.0)

    def to_json(self) -> dict[str, Any]:
        """JSON-serialisable; `from_json` reads it."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Calibration:
        """The numbers that `to_json` wrote."""
        return cls(**{**data, "bins": tuple(CalibrationBin(**one) for one in data["bins"])})
