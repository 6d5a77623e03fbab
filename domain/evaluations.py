"""How good a trained model is, in numbers that are kept with its training (EVALUATION). Nothing is measured here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from domain.calibration import Calibration
from domain.interval_coverage import coverage_remark
from domain.messages import Message
from domain.threshold_curve import ThresholdCurve


@dataclass(frozen=True)
class ClassScores:
    """Scores of one class against the rest. `support`: its held-out rows; scores are None without any."""

    precision: float | None
    sensitivity: float | None
    f1: float | None
    roc_auc: float | None
    support: int


@dataclass(frozen=True)
class RocCurve:
    """A ROC curve thinned to at most 200 points, from (0, 0) to (1, 1).

    Attributes:
        label: the class called positive here.
        false_positive_rate, true_positive_rate: ascending.
        area: of the full curve.
    """

    label: str
    false_positive_rate: tuple[float, ...]
    true_positive_rate: tuple[float, ...]
    area: float

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> RocCurve:
        """The curve back from JSON, which has no tuples."""
        false_rate, true_rate = data["false_positive_rate"], data["true_positive_rate"]
        return cls(data["label"], tuple(false_rate), tuple(true_rate), data["area"])


@dataclass(frozen=True)
class ClassificationEvaluation:
    """Numbers of one evaluation; see `automl_lib.evaluation.scores` for the headline ones.

    Attributes:
        labels: class names, in the order of the rows and columns of `confusion_matrix`.
        confusion_matrix: counts; row = true class, column = class named.
        roc_curves: with two classes that of the positive one; else one-vs-rest of each class that appears.
        absent_classes: classes without held-out rows.
        rows: held-out rows with a known class.
        rows_unknown_class: rows left out, because their class is blank or wasn't in training.
        average_precision: of the positive of two classes, the area under precision over recall; None with more, or without
            positive rows. The share of positive rows is that of chance.
        calibration: of the probabilities.
        held_back: counts by threshold of training rows that the model did not learn from, with two classes.
            Evaluations of earlier versions have none of these three.
    """

    precision: float
    sensitivity: float
    f1: float
    roc_auc: float | None
    log_loss: float
    accuracy: float
    threshold: float
    positive_class: str | None
    labels: tuple[str, ...]
    confusion_matrix: tuple[tuple[int, ...], ...]
    per_class: dict[str, ClassScores]
    roc_curves: tuple[RocCurve, ...]
    absent_classes: tuple[str, ...]
    rows: int
    rows_unknown_class: int
    average_precision: float | None = None
    calibration: Calibration | None = None
    held_back: ThresholdCurve | None = None

    @property
    def shown_precision(self) -> float | None:
        """The precision; None where no row is called positive, so that there is none. `precision` is 0 then."""
        if self.positive_class is None:
            return self.precision
        number = self.labels.index(self.positive_class)
        return self.precision if any(row[number] for row in self.confusion_matrix) else None

    @property
    def brier(self) -> float | None:
        """The Brier score; None where it was not kept."""
        return self.calibration.brier if self.calibration else None

    @property
    def positive_share(self) -> float | None:
        """Share of the held-out rows that are positive, with two classes; None with more, or without rows."""
        if self.positive_class is None or not self.rows:
            return None
        return self.per_class[self.positive_class].support / self.rows

    def to_json(self) -> dict[str, Any]:
        """JSON-serialisable; `TrainingEvaluation.from_json` reads it. What there is none of is left out."""
        optional = ("average_precision", "calibration", "held_back")
        return {
            name: value for name, value in asdict(self).items() if name not in optional or value is not None
        }


@dataclass(frozen=True)
class ClusteringEvaluation:
    """Numbers of one clustering.

    Attributes:
        clusters: k.
        silhouette: mean silhouette of at most 2000 rows, in [−1, 1]; None with a single cluster.
        silhouettes_by_k: k → silhouette, as choosing k saw them.
        sizes: rows of each cluster, largest first as in training.
        points: at most 2000 rows on the plane of the first two principal components.
        point_clusters: cluster of each point.
        explained_variance: shares of the two components.
        agreement: adjusted Rand index with the target (0: chance, 1: the same), None without one.
    """

    clusters: int
    silhouette: float | None
    silhouettes_by_k: dict[int, float]
    sizes: tuple[int, ...]
    points: tuple[tuple[float, float], ...]
    point_clusters: tuple[int, ...]
    explained_variance: tuple[float, ...]
    agreement: float | None
    rows: int

    def to_json(self) -> dict[str, Any]:
        """JSON-serialisable, with the keys of `silhouettes_by_k` as strings; `TrainingEvaluation.from_json` reads it."""
        return {**asdict(self), "silhouettes_by_k": {str(k): v for k, v in self.silhouettes_by_k.items()}}


@dataclass(frozen=True)
class RegressionEvaluation:
    """Numbers of one evaluation of a regressor on held-out rows; `automl_lib.evaluation.scores` defines them.

    Attributes:
        r2: share of the variance that is explained; None where all held-out values are the same.
        mae, rmse: mean absolute and root mean squared error, in units of the target.
        mape: mean absolute error as a share of the value; None where a held-out value is 0.
        coverage: share of the held-out values within their prediction interval.
        interval_share: share that the intervals are made for, such as 0.9.
        interval_width: mean width of the intervals, in units of the target.
        mean: of the target in the training rows, what the baseline always answers.
        mean_mae, mean_rmse: errors of that baseline on the same held-out rows.
        target_scale: "linear", or "log" where the model was fitted to the target's logarithm.
        actual, predicted: of at most 2000 held-out rows.
        rows: held-out rows with a value.
        rows_without_value: held-out rows left out, because their target is blank.
    """

    r2: float | None
    mae: float
    rmse: float
    mape: float | None
    coverage: float
    interval_share: float
    interval_width: float
    mean: float
    mean_mae: float
    mean_rmse: float
    target_scale: str
    actual: tuple[float, ...]
    predicted: tuple[float, ...]
    rows: int
    rows_without_value: int

    @property
    def remark(self) -> Message | None:
        """What is doubtful about the intervals."""
        return coverage_remark(self.coverage, self.rows, self.interval_share)

    def to_json(self) -> dict[str, Any]:
        """JSON-serialisable; `TrainingEvaluation.from_json` reads it."""
        return asdict(self)


Scores = ClassificationEvaluation | RegressionEvaluation | ClusteringEvaluation


@dataclass(frozen=True)
class TrainingEvaluation:
    """What is kept of an evaluated training.

    Attributes:
        scores: of the model.
        history: the training curve, a mapping a step with "step", "train_loss" and "valid_loss"; empty for models
            without one.
        settings: what tuning chose.
        columns: keys of the columns the model needs; empty where that was not kept.
    """

    scores: Scores
    history: tuple[Mapping[str, Any], ...] = ()
    settings: Mapping[str, Any] = field(default_factory=dict)
    columns: tuple[str, ...] = ()

    @property
    def classification(self) -> ClassificationEvaluation | None:
        """The scores of a classifier; None of other models."""
        return self.scores if isinstance(self.scores, ClassificationEvaluation) else None

    @property
    def regression(self) -> RegressionEvaluation | None:
        """The scores of a regressor; None of other models."""
        return self.scores if isinstance(self.scores, RegressionEvaluation) else None

    def to_json(self) -> dict[str, Any]:
        """JSON-serialisable; `from_json` reads it."""
        return {
            **self.scores.to_json(),
            "history": list(self.history),
            "settings": dict(self.settings),
            "columns": list(self.columns),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> TrainingEvaluation:
        """The evaluation that `to_json` wrote; early ones have no settings or columns."""
        kept = dict(data)
        history, settings = tuple(kept.pop("history", ())), kept.pop("settings", {})
        columns = tuple(kept.pop("columns", ()))
        return cls(_scores(kept), history, settings, columns)


def _scores(data: Mapping[str, Any]) -> Scores:
    if "clusters" in data:
        return _clustering(data)
    return _regression(data) if "rmse" in data else _classification(data)


def _classification(data: Mapping[str, Any]) -> ClassificationEvaluation:
    calibration, held_back = data.get("calibration"), data.get("held_back")
    return ClassificationEvaluation(
        **{
            **data,
            "labels": tuple(data["labels"]),
            "confusion_matrix": tuple(tuple(row) for row in data["confusion_matrix"]),
            "per_class": {name: ClassScores(**scores) for name, scores in data["per_class"].items()},
            "roc_curves": tuple(RocCurve.from_json(curve) for curve in data["roc_curves"]),
            "absent_classes": tuple(data["absent_classes"]),
            "calibration": Calibration.from_json(calibration) if calibration else None,
            "held_back": ThresholdCurve.from_json(held_back) if held_back else None,
        }
    )


def _regression(data: Mapping[str, Any]) -> RegressionEvaluation:
    return RegressionEvaluation(
        **{**data, "actual": tuple(data["actual"]), "predicted": tuple(data["predicted"])}
    )


def _clustering(data: Mapping[str, Any]) -> ClusteringEvaluation:
    return ClusteringEvaluation(
        **{
            **data,
            "silhouettes_by_k": {int(k): score for k, score in data["silhouettes_by_k"].items()},
            "sizes": tuple(data["sizes"]),
            "points": tuple((x, y) for x, y in data["points"]),
            "point_clusters": tuple(data["point_clusters"]),
            "explained_variance": tuple(data["explained_variance"]),
        }
    )
