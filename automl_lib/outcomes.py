"""Predictions beside what became of their rows, once it is known."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from automl_lib.errors import PredictionRefused
from automl_lib.frame import load_frame
from automl_lib.new_rows import NewRows, prepare_rows
from automl_lib.plan.target import target_labels, target_numbers
from automl_lib.prediction import columns_missing, folded_label, match_labels
from automl_lib.prediction_csv import INTERVAL_LABELS, PREDICTION_LABEL, PROBABILITY_LABEL
from automl_lib.trained_model import TrainedModel
from domain.messages import Message
from domain.outcomes import OutcomeScores
from domain.proportions import upper_bound

if TYPE_CHECKING:
    import polars as pl

_CONFIDENCE = 0.975
"""Of each side, so that the interval holds 95%."""
_DEVIATIONS = 1.96


@dataclass(frozen=True)
class Expectation:
    """How good predictions are by the held-out rows of the training, which are a sample too.

    Attributes:
        value: accuracy, or mean absolute error.
        rows: held-out rows, at least 1.
        spread: standard deviation of the absolute errors; of no meaning for classes.
    """

    value: float
    rows: int
    spread: float = 0.0


def score_outcomes(
    model: TrainedModel, predictions_csv: Path, rows: NewRows, expected: Expectation, folder: Path
) -> OutcomeScores:
    """How good predictions were, by a file that has the target of their rows.

    Rows are found by all columns that both files have but the target and the predictions; of equal rows the first is taken for
    the first. Without such a column both files have to have as many rows, and go by their order.

    Args:
        model: that predicted.
        predictions_csv: what it predicted, as `prediction_csv.write_predictions` wrote it.
        rows: with the target.
        expected: what the held-out rows said when the model was trained. Worse by more than 1.96 standard errors of the
            difference is alarming; of shares, those of Agresti and Caffo (2000).
        folder: to write into.

    Raises:
        PredictionRefused: columns_missing (no target), outcomes_unmatched (no row was predicted), or as `prepare_rows`.
    """
    target = model.schema.by_key(str(model.plan.target))
    if not match_labels([target.label], list(rows.labels.values())):
        raise columns_missing([target.label], rows.name)
    prepared = prepare_rows(rows, model.schema, [target.key], None, folder, exact=(target.key,))
    cells = load_frame(prepared.typed, prepared.schema)[target.key]
    predicted = _predicted(predictions_csv, rows, target.label)
    if model.is_regressor:
        truth = target_numbers(cells)
        return _of_numbers(truth, np.array([float(one) if one else np.nan for one in predicted]), expected)
    return _of_classes(target_labels(cells, target.type), predicted, expected)


def _of_numbers(truth: np.ndarray, predicted: np.ndarray, expected: Expectation) -> OutcomeScores:
    errors = np.abs(truth - predicted)
    known = errors[np.isfinite(errors)]
    _refuse_none(len(known))
    mean = float(known.mean())
    # One row alone tells nothing of the spread.
    spread = float(known.std(ddof=1)) if len(known) > 1 else max(mean, expected.spread)
    reach = _DEVIATIONS * spread / math.sqrt(len(known))
    error = math.sqrt(spread**2 / len(known) + expected.spread**2 / expected.rows)
    return OutcomeScores(
        "mae",
        mean,
        max(0.0, mean - reach),
        mean + reach,
        expected.value,
        len(known),
        len(errors) - len(known),
        is_alarming=mean - expected.value > _DEVIATIONS * error,
    )


def _of_classes(truth: np.ndarray, predicted: list[str | None], expected: Expectation) -> OutcomeScores:
    pairs = [
        (known, said) for known, said in zip(truth, predicted, strict=True) if known is not None and said
    ]
    _refuse_none(len(pairs))
    right, count = sum(known == said for known, said in pairs), len(pairs)
    low = 1 - upper_bound(count - right, count, confidence=_CONFIDENCE)
    high = upper_bound(right, count, confidence=_CONFIDENCE)
    return OutcomeScores(
        "accuracy",
        right / count,
        low,
        high,
        expected.value,
        count,
        len(truth) - count,
        is_alarming=_is_lower(right, count, expected),
    )


def _is_lower(right: int, count: int, expected: Expectation) -> bool:
    now, before = (right + 1) / (count + 2), (expected.value * expected.rows + 1) / (expected.rows + 2)
    variance = now * (1 - now) / (count + 2) + before * (1 - before) / (expected.rows + 2)
    return before - now > _DEVIATIONS * math.sqrt(variance)


def _refuse_none(matched: int) -> None:
    if not matched:
        raise PredictionRefused(
            Message(
                "No row of the file is one of the predicted ones with a known target. Bring the predicted rows with their "
                "target, with a column that tells them apart, such as a number."
            ),
            code="outcomes_unmatched",
        )


def _predicted(predictions_csv: Path, rows: NewRows, target: str) -> list[str | None]:
    """What was predicted of each row; None of rows that were not predicted."""
    import polars as pl

    told = pl.read_csv(predictions_csv, infer_schema=False, encoding="utf8-lossy")
    told = told.rename({name: name.removeprefix("\ufeff") for name in told.columns})
    said = next(name for name in reversed(told.columns) if name.startswith(PREDICTION_LABEL))
    given = pl.read_parquet(rows.cells).rename(dict(rows.labels))
    ours = (PREDICTION_LABEL, PROBABILITY_LABEL, *INTERVAL_LABELS)
    usable = [
        name
        for name in given.columns
        if not name.startswith(ours) and folded_label(name) != folded_label(target)
    ]
    shared = match_labels(usable, [name for name in told.columns if not name.startswith(ours)])
    if not shared:
        _refuse_none(given.height == told.height)
        return [_without_sign(one) for one in told[said]]
    left = _numbered(given.select(pl.col(name).alias(f"k{n}") for n, name in enumerate(shared)))
    right = _numbered(told.select(pl.col(name).alias(f"k{n}") for n, name in enumerate(shared.values())))
    joined = left.join(
        right.with_columns(told[said].alias("said")),
        on=left.columns,
        how="left",
        nulls_equal=True,
        maintain_order="left",
    )
    return [_without_sign(one) for one in joined["said"]]


def _without_sign(cell: str | None) -> str | None:
    """A cell as it was before `escape_formula`."""
    return None if cell is None else cell.removeprefix("'")


def _numbered(keys: pl.DataFrame) -> pl.DataFrame:
    """Cells in one form, with a number that tells equal rows apart."""
    import polars as pl

    cells = [
        pl.col(name).str.normalize("NFC").str.strip_chars().str.strip_prefix("'").replace("", None)
        for name in keys.columns
    ]
    return keys.select(cells).with_columns(pl.int_range(pl.len()).over(keys.columns).alias("number"))
