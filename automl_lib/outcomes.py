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
from automl_lib.new_rows import NewRows
from automl_lib.outcome_measures import (
    DEVIATIONS,
    Expectation,
    TwoClasses,
    is_lower,
    measures_of,
    share_interval,
)
from automl_lib.outcome_rows import match_rows
from automl_lib.outcome_target import read_truth, taken_as
from automl_lib.prediction import folded_label
from automl_lib.prediction_csv import INTERVAL_LABELS, PREDICTION_LABEL, PROBABILITY_LABEL
from automl_lib.trained_model import TrainedModel
from domain.decision_rules import DecisionRule, RuleKind
from domain.messages import Message
from domain.outcomes import OutcomeScores

if TYPE_CHECKING:
    import polars as pl


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
    in_order: bool = False,
) -> ScoredOutcomes:
    """How good predictions were, by a file that has the target of their rows.

    Rows are found as `match_rows` does. Of a predicted row of which the file says different things, it says nothing.

    Args:
        model: that predicted.
        predictions_csv: what it predicted, as `prediction_csv.write_predictions` wrote it.
        rows: with the target.
        expected: what the held-out rows said when the model was trained. Worse by more than 1.96 standard errors of the
            difference is alarming; of shares, those of Agresti and Caffo (2000). So is a clear fall of a measure of
            `measures_of`.
        folder: to write into.
        before: what earlier files said. Where both say something of a row, the new one counts.
        rule: by which the rows were called positive; where it goes by costs, their cost is counted.
        in_order: people say that the rows are in the order of the predicted ones, as of `match_rows`.

    Raises:
        PredictionRefused: outcomes_unmatched (no row was predicted, or nothing tells which), or as `read_truth`.
    """
    label = model.schema.by_key(str(model.plan.target)).label
    predicted = _predicted(predictions_csv, label)
    truth = read_truth(model, rows, predicted.answers, folder)
    given_cells = _given_cells(truth.rows, label)
    match = match_rows(predicted.cells, given_cells, len(truth.values), model.schema, in_order=in_order)
    said: dict[int, list[str | float]] = {}
    unmatched = blank = 0
    for place, value in zip(match.places, truth.values, strict=True):
        if place is None or not predicted.answers[place]:
            unmatched += 1
        elif value is None or value != value:
            blank += 1
        else:
            said.setdefault(place, []).append(value)
    given = {place: values[0] for place, values in said.items() if len(set(values)) == 1}
    _refuse_none(len(given), contradicting=len(said) - len(given))
    known = {**before, **given}
    scores = _of_numbers if model.is_regressor else _of_classes
    again = [place for place in given if place in before]
    found = replace(
        scores([(known[place], str(predicted.answers[place])) for place in sorted(known)], expected),
        unmatched=unmatched - match.ambiguous,
        blank=blank,
        repeated=sum(len(said[place]) - 1 for place in given),
        contradicting=len(said) - len(given),
        ambiguous=match.ambiguous,
        again=len(again),
        changed=sum(before[place] != given[place] for place in again),
        respelled=match.respelled,
        target_taken=taken_as(label, truth.header, truth.factor) if truth.header else None,
    )
    if not model.is_regressor:
        found = _with_classes(found, model, predicted, known, expected, rule)
    return ScoredOutcomes(found, known)


def _with_classes(
    scores: OutcomeScores,
    model: TrainedModel,
    predicted: _Predicted,
    known: Known,
    expected: Expectation,
    rule: DecisionRule | None,
) -> OutcomeScores:
    """The scores with the classes that the model doesn't know, the measures of two classes and the costs."""
    pairs = [(known[place], str(predicted.answers[place])) for place in sorted(known)]
    scores = replace(scores, unknown=sum(value not in model.classes for value, _ in pairs))
    positive = rule.positive_class if rule is not None else model.positive_class
    if len(model.classes) == 2 and positive is not None:
        places = [place for place in sorted(known) if known[place] in model.classes]
        shares = predicted.probabilities.get(positive)
        two = TwoClasses(
            np.array([known[place] == positive for place in places], dtype=bool),
            np.array([predicted.answers[place] == positive for place in places], dtype=bool),
            None if shares is None else np.array([float(shares[place] or "nan") for place in places]),
        )
        measures = tuple(measures_of(two, expected))
        is_alarming = scores.is_alarming or any(one.fell for one in measures)
        scores = replace(scores, measures=measures, is_alarming=is_alarming)
    if rule is not None and rule.choice.kind is RuleKind.COSTS:
        scores = _with_costs(scores, pairs, rule)
    return scores


def _of_numbers(pairs: Sequence[tuple[str | float, str]], expected: Expectation) -> OutcomeScores:
    errors = np.array([abs(float(known) - float(said)) for known, said in pairs])
    mean = float(errors.mean())
    # One row alone tells nothing of the spread.
    spread = float(errors.std(ddof=1)) if len(errors) > 1 else max(mean, expected.spread)
    reach = DEVIATIONS * spread / math.sqrt(len(errors))
    error = math.sqrt(spread**2 / len(errors) + expected.spread**2 / expected.rows)
    fell = mean - expected.value > DEVIATIONS * error
    return OutcomeScores(
        "mae",
        mean,
        max(0.0, mean - reach),
        mean + reach,
        expected.value,
        len(errors),
        0,
        is_alarming=fell,
        fell=fell,
    )


def _of_classes(pairs: Sequence[tuple[str | float, str]], expected: Expectation) -> OutcomeScores:
    right, count = sum(known == said for known, said in pairs), len(pairs)
    low, high = share_interval(right, count)
    fell = is_lower(right, count, expected.value, expected.rows)
    return OutcomeScores(
        "accuracy", right / count, low, high, expected.value, count, 0, is_alarming=fell, fell=fell
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


def _refuse_none(known: int, *, contradicting: int) -> None:
    if known:
        return
    if contradicting:
        raise PredictionRefused(
            Message(
                "The file says different things of each of the {contradicting:,} predicted rows that it has. Leave one outcome "
                "of each row.",
                contradicting=contradicting,
            ),
            code="outcomes_unmatched",
        )
    raise PredictionRefused(
        Message(
            "No row of the file is one of the predicted ones with a known target. Bring the predicted rows with their "
            "target, with a column that tells them apart, such as a number."
        ),
        code="outcomes_unmatched",
    )


@dataclass(frozen=True)
class _Predicted:
    """A file of predictions.

    Attributes:
        cells: of the predicted rows, by header, without the target.
        answers: one a row; None or "" where nothing was predicted.
        probabilities: by class, as text, one a row.
    """

    cells: pl.DataFrame
    answers: Sequence[str | None]
    probabilities: Mapping[str, Sequence[str | None]]


def _predicted(predictions_csv: Path, target: str) -> _Predicted:
    import polars as pl

    told = pl.read_csv(predictions_csv, infer_schema=False, encoding="utf8-lossy")
    told = told.rename({name: name.removeprefix("\ufeff") for name in told.columns})
    # People's columns come first, whatever they are called.
    said = max(n for n, name in enumerate(told.columns) if name.startswith(PREDICTION_LABEL))
    shares = {
        name.removeprefix(f"{PROBABILITY_LABEL}_"): told[name].to_list()
        for name in told.columns[said + 1 :]
        if name.startswith(PROBABILITY_LABEL)
    }
    kept = [name for name in told.columns[:said] if folded_label(name) != folded_label(target)]
    return _Predicted(told.select(kept), [_without_sign(one) for one in told.to_series(said)], shares)


def _given_cells(rows: NewRows, target: str) -> pl.DataFrame:
    """The cells of the file by header, without the target and what a file of predictions has beside them."""
    import polars as pl

    given = pl.read_parquet(rows.cells).rename(dict(rows.labels))
    ours = (PREDICTION_LABEL, PROBABILITY_LABEL, *INTERVAL_LABELS)
    return given.select(
        name
        for name in given.columns
        if not name.startswith(ours) and folded_label(name) != folded_label(target)
    )


def _without_sign(cell: str | None) -> str | None:
    """A cell as it was before `escape_formula`."""
    return None if cell is None else cell.removeprefix("'")
