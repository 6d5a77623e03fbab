"""Predictions beside what became of their rows, once it is known."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from automl_lib.errors import PredictionRefused
from automl_lib.frame import load_frame
from automl_lib.new_rows import NewRows, prepare_rows
from automl_lib.plan.target import target_labels, target_numbers
from automl_lib.prediction import folded_label, match_labels, place_of
from automl_lib.prediction_csv import INTERVAL_LABELS, PREDICTION_LABEL, PROBABILITY_LABEL
from automl_lib.trained_model import TrainedModel
from domain.decision_rules import DecisionRule, RuleKind
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


Known = Mapping[int, "str | float"]
"""What became of predicted rows: position in the file of predictions → class or number."""


@dataclass(frozen=True)
class ScoredOutcomes:
    """How good predictions were.

    Attributes:
        scores: of all rows whose outcome is known.
        known: these outcomes.
    """

    scores: OutcomeScores
    known: Known


def score_outcomes(
    model: TrainedModel,
    predictions_csv: Path,
    rows: NewRows,
    expected: Expectation,
    folder: Path,
    *,
    before: Known = MappingProxyType({}),
    rule: DecisionRule | None = None,
) -> ScoredOutcomes:
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
        before: what earlier files said. Where both say something of a row, the new one counts.
        rule: by which the rows were called positive; where it goes by costs, their cost is counted.

    Raises:
        PredictionRefused: target_missing, outcomes_unmatched (no row was predicted), or as `prepare_rows`.
    """
    target = model.schema.by_key(str(model.plan.target))
    if not match_labels([target.label], list(rows.labels.values())):
        raise _target_missing(target.label, rows.name)
    prepared = prepare_rows(rows, model.schema, [target.key], None, folder, exact=(target.key,))
    cells = load_frame(prepared.typed, prepared.schema)[target.key]
    truth = target_numbers(cells) if model.is_regressor else target_labels(cells, target.type)
    predicted, places = _predicted(predictions_csv, rows, target.label)
    given: dict[int, str | float] = {
        place: value
        for place, value in zip(places, truth.tolist(), strict=True)
        if place is not None and value is not None and value == value and predicted[place]
    }
    _refuse_none(len(given))
    known = {**before, **given}
    pairs = [(known[place], str(predicted[place])) for place in sorted(known)]
    scores = _of_numbers(pairs, expected) if model.is_regressor else _of_classes(pairs, expected)
    again = [place for place in given if place in before]
    scores = replace(
        scores,
        unmatched=len(places) - len(given),
        again=len(again),
        changed=sum(before[place] != given[place] for place in again),
    )
    if not model.is_regressor:
        scores = replace(scores, unknown=sum(value not in model.classes for value, _ in pairs))
        if rule is not None and rule.choice.kind is RuleKind.COSTS:
            scores = _with_costs(scores, pairs, rule)
    return ScoredOutcomes(scores, known)


def _of_numbers(pairs: Sequence[tuple[str | float, str]], expected: Expectation) -> OutcomeScores:
    errors = np.array([abs(float(known) - float(said)) for known, said in pairs])
    mean = float(errors.mean())
    # One row alone tells nothing of the spread.
    spread = float(errors.std(ddof=1)) if len(errors) > 1 else max(mean, expected.spread)
    reach = _DEVIATIONS * spread / math.sqrt(len(errors))
    error = math.sqrt(spread**2 / len(errors) + expected.spread**2 / expected.rows)
    return OutcomeScores(
        "mae",
        mean,
        max(0.0, mean - reach),
        mean + reach,
        expected.value,
        len(errors),
        0,
        is_alarming=mean - expected.value > _DEVIATIONS * error,
    )


def _of_classes(pairs: Sequence[tuple[str | float, str]], expected: Expectation) -> OutcomeScores:
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
        0,
        is_alarming=_is_lower(right, count, expected),
    )


def _with_costs(
    scores: OutcomeScores, pairs: Sequence[tuple[str | float, str]], rule: DecisionRule
) -> OutcomeScores:
    """The scores with what the mistakes cost, in won for 1,000 rows, and what they were expected to."""
    counts = [[0, 0], [0, 0]]
    for known, said in pairs:
        counts[known == rule.positive_class][said == rule.positive_class] += 1
    expected = rule.cost_of(rule.held_out.confusion_matrix) if rule.held_out else None
    return replace(scores, cost=rule.cost_of(counts), expected_cost=expected)


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


def _target_missing(target: str, file: str | None) -> PredictionRefused:
    return PredictionRefused(
        Message(
            "{place} lacks '{target}', the target, which tells what became of the rows. Add it with the training table's header.",
            place=place_of(file),
            target=target,
        ),
        code="target_missing",
    )


def _predicted(
    predictions_csv: Path, rows: NewRows, target: str
) -> tuple[list[str | None], list[int | None]]:
    """What was predicted, and where among it each row is; None of rows that were not predicted."""
    import polars as pl

    told = pl.read_csv(predictions_csv, infer_schema=False, encoding="utf8-lossy")
    told = told.rename({name: name.removeprefix("\ufeff") for name in told.columns})
    said = next(name for name in reversed(told.columns) if name.startswith(PREDICTION_LABEL))
    given = pl.read_parquet(rows.cells).rename(dict(rows.labels))
    predicted = [_without_sign(one) for one in told[said]]
    ours = (PREDICTION_LABEL, PROBABILITY_LABEL, *INTERVAL_LABELS)
    usable = [
        name
        for name in given.columns
        if not name.startswith(ours) and folded_label(name) != folded_label(target)
    ]
    shared = match_labels(usable, [name for name in told.columns if not name.startswith(ours)])
    if not shared:
        _refuse_none(given.height == told.height)
        return predicted, list(range(told.height))
    left = _numbered(given.select(pl.col(name).alias(f"k{n}") for n, name in enumerate(shared)))
    right = _numbered(told.select(pl.col(name).alias(f"k{n}") for n, name in enumerate(shared.values())))
    joined = left.join(
        right.with_row_index("place"),
        on=left.columns,
        how="left",
        nulls_equal=True,
        maintain_order="left",
    )
    return predicted, joined["place"].to_list()


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
