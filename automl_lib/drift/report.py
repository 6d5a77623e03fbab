"""Whether new rows look like the rows a model learned from, column by column.

Compares the profile kept at training with new data and words what it finds. A warning needs both a
difference that matters and one that chance wouldn't make; refusing to predict is not decided here.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal
from unicodedata import normalize

from automl_lib.drift.index import (
    deviations_by_chance,
    index_by_chance,
    merge_small,
    population_stability_index,
)
from automl_lib.drift.observed import Observed, as_number, observe_parquet, shown_value
from automl_lib.profile.identifiers import names_things
from automl_lib.profile.result import ColumnProfile, TableProfile
from domain.columns import ColumnType
from domain.messages import Message, Worded
from domain.table_schema import TableSchema

MODERATE_INDEX = 0.1
LARGE_INDEX = 0.25
"""Usual readings of the population stability index: below 0.1 stable, above 0.25 a large shift
(Siddiqi, Credit Risk Scorecards, 2006)."""
MISSING_CHANGE = 0.1
OUTSIDE_SHARE = 0.01
UNSEEN_SHARE = 0.01
EARLIER_SHARE = 0.01
"""Share of dates before the middle of training's up to which the dates of new rows go on."""
FEWEST_ROWS = 50
LATER_DATES = "later_dates"
"""Code of the remark that dates go on behind those of training, as those of the next month do."""
TOO_FEW_ROWS = "too_few_rows"
"""Code of the remark that rows are too few to compare distributions."""
FALSE_ALARMS = 0.01
"""Chance that a table of new rows like the old ones gets any warning of one kind."""


@dataclass(frozen=True)
class DriftWarning(Worded):
    """One difference, in a sentence.

    Attributes:
        code: "distribution_shift", "missing_change", "unseen_categories", "out_of_range", "later_dates" or
            "too_few_rows".
        column: label of the column, None if it is about all.
        message: what differs and what it means.
        severity: "info", "warning" or "serious".
        value: the measured difference (index, change of share, share).
        threshold: from where it was reported.
    """

    code: str
    column: str | None
    message: Message
    severity: Literal["info", "warning", "serious"]
    value: float
    threshold: float


def drift_report(training: TableProfile, typed_parquet: Path, schema: TableSchema) -> list[DriftWarning]:
    """Differences between the rows of training and new rows, by column.

    With fewer than fifty new rows each value that training doesn't know is reported: such a file can be looked
    through. With more, such values are reported where there are more of them than chance would bring, or where
    they lie far outside. Distributions are compared from fifty rows on. Dates that go on where those of training end are
    no difference and only remarked. Of columns that name things (`names_things`) only missing values are compared: new rows
    are about new things.

    Args:
        training: profile of the rows the model learned from.
        typed_parquet: the new rows, with composed letters (NFC). Columns they don't have, such as the target, are
            passed over.
        schema: the columns to compare.

    Returns:
        By column, with a "too_few_rows" at the end for fewer than fifty rows on either side.
    """
    columns = [_composed(training.by_key(column.key)) for column in schema.columns]
    observed = [observe_parquet(typed_parquet, column) for column in columns]
    compared = [(old, seen) for old, seen in zip(columns, observed, strict=True) if seen is not None]
    rows = max((seen.rows for _, seen in compared), default=0)
    chance = FALSE_ALARMS / max(1, len(compared))
    found = [
        warning
        for old, seen in compared
        for check in (_CHECKS[:1] if names_things(old) else _CHECKS)
        if (warning := check(old, seen, chance)) is not None
    ]
    fewest = min(rows, training.rows)
    return found if fewest >= FEWEST_ROWS else [*found, _too_few(fewest)]


def _composed(old: ColumnProfile) -> ColumnProfile:
    """The profile with categories in composed letters, as models know them (`automl_lib.frame`)."""
    if old.categories is None:
        return old
    counts: Counter[str] = Counter()
    for value, count in zip(old.categories.values, old.categories.counts, strict=True):
        counts[normalize("NFC", value)] += count
    categories = replace(old.categories, values=tuple(counts), counts=tuple(counts.values()))
    return replace(old, categories=categories)


def _distribution_shift(old: ColumnProfile, seen: Observed, chance: float) -> DriftWarning | None:
    before = _old_counts(old)
    if before is None or min(sum(before), sum(seen.counts)) < FEWEST_ROWS:
        return None
    if _goes_on(old, seen):
        return None
    is_ordered = old.quantile_bins is not None
    first, second = merge_small(before, seen.counts, is_ordered)
    threshold = max(MODERATE_INDEX, index_by_chance(len(first), sum(first), sum(second), chance))
    index = population_stability_index(first, second)
    if len(first) < 2 or index <= threshold:
        return None
    large = index > LARGE_INDEX
    return DriftWarning(
        "distribution_shift",
        old.label,
        Message(
            "Column '{label}' is distributed {very}differently from training (PSI {index:.2f}, threshold {threshold:.2f}); "
            "predictions may be less accurate.",
            label=old.label,
            very=Message("very ") if large else "",
            index=index,
            threshold=threshold,
        ),
        "serious" if large else "warning",
        index,
        threshold,
    )


def _old_counts(old: ColumnProfile) -> tuple[int, ...] | None:
    if old.quantile_bins is not None:
        return old.quantile_bins.counts
    if old.categories is not None:
        return (*old.categories.counts, old.present - sum(old.categories.counts))
    return None


def _missing_change(old: ColumnProfile, seen: Observed, chance: float) -> DriftWarning | None:
    if not seen.rows:
        return None
    before, after = old.missing / old.rows, seen.missing / seen.rows
    pooled = (old.missing + seen.missing) / (old.rows + seen.rows)
    spread = math.sqrt(pooled * (1 - pooled) * (1 / old.rows + 1 / seen.rows))
    threshold = max(MISSING_CHANGE, deviations_by_chance(chance) * spread)
    if seen.rows < FEWEST_ROWS:
        # The normal approximation needs more rows. With fewer, a column is reported if it has no value at all, unlike by chance.
        by_chance = ((old.missing + 1) / (old.rows + 2)) ** seen.rows
        if seen.present or by_chance > FALSE_ALARMS:
            return None
    elif abs(after - before) <= threshold:
        return None
    return DriftWarning(
        "missing_change",
        old.label,
        Message(
            "Missing values in column '{label}' went from {before:.0%} in training to {after:.0%}.",
            label=old.label,
            before=before,
            after=after,
        ),
        "serious" if after > 0.9 > before else "warning",
        abs(after - before),
        threshold,
    )


def _unseen_categories(old: ColumnProfile, seen: Observed, chance: float) -> DriftWarning | None:
    shares = old.categories
    if shares is None or not shares.complete or not seen.unseen or not old.present or not seen.present:
        return None
    count = sum(seen.unseen.values())
    # Good & Turing: values seen once in training tell how much of the distribution it hasn't seen; the
    # estimate's variance is (once + 2 · twice) / rows² (Robbins 1968), values seen twice being fewer.
    unknown = shares.singletons / old.present
    spread = math.sqrt(3 * shares.singletons + 1) / old.present + math.sqrt(unknown / seen.present)
    threshold = max(UNSEEN_SHARE, unknown + deviations_by_chance(chance) * spread)
    share = count / seen.present
    if share <= threshold and seen.rows >= FEWEST_ROWS:
        return None
    examples = ", ".join(f"'{value}'" for value in list(seen.unseen)[:3])
    return DriftWarning(
        "unseen_categories",
        old.label,
        Message(
            "Column '{label}' has {count:,} rows ({share:.1%}) with values unseen in training: "
            "{examples}. The model knows nothing about them.",
            label=old.label,
            count=count,
            share=share,
            examples=examples,
        ),
        "warning",
        share,
        threshold,
    )


def _out_of_range(old: ColumnProfile, seen: Observed, chance: float) -> DriftWarning | None:
    if not old.present or not seen.present or old.quantile_bins is None:
        return None
    count = seen.below + seen.above
    # Of rows all drawn alike, the k outermost are all new with a chance of at most (m / (n + m))^k.
    new_share = seen.present / (old.present + seen.present)
    by_chance = math.log(chance / 2) / math.log(new_share)
    threshold = max(OUTSIDE_SHARE, by_chance / seen.present)
    share = max(seen.below, seen.above) / seen.present
    # Among more new rows than training had, values far outside come by chance too where a distribution has long tails.
    is_far = seen.far > 0 and seen.present <= old.present
    by_count = share > threshold
    if not count or not (by_count or is_far or seen.rows < FEWEST_ROWS):
        return None
    examples = ", ".join(seen.outside)
    if _goes_on(old, seen):
        return _later(old, seen, share, threshold)
    return DriftWarning(
        "out_of_range",
        old.label,
        Message(
            "{count:,} rows of column '{label}' lie outside the range of training ({min} to {max}), such "
            "as {examples}.",
            count=count,
            label=old.label,
            min=shown_value(as_number(old.min), old.type),
            max=shown_value(as_number(old.max), old.type),
            examples=examples,
        ),
        "warning" if by_count or is_far else "info",
        share,
        threshold,
    )


def _goes_on(old: ColumnProfile, seen: Observed) -> bool:
    """Whether dates are the last ones of training and those that follow: hardly one before its median, none far away."""
    if old.type is not ColumnType.DATE or old.quantile_bins is None or seen.far:
        return False
    half, known = sum(old.quantile_bins.counts) / 2, 0
    earlier = 0
    for before, now in zip(old.quantile_bins.counts, seen.counts, strict=True):
        known += before
        if known > half:
            break
        earlier += now
    return earlier <= EARLIER_SHARE * seen.present


def _later(old: ColumnProfile, seen: Observed, share: float, threshold: float) -> DriftWarning:
    return DriftWarning(
        LATER_DATES,
        old.label,
        Message(
            "{count:,} dates of column '{label}' are later than any of training (up to {max}), such as {example}: the model "
            "has not learned that time yet.",
            count=seen.above,
            label=old.label,
            max=shown_value(as_number(old.max), old.type),
            example=seen.outside[-1],
        ),
        "info",
        share,
        threshold,
    )


def _too_few(rows: int) -> DriftWarning:
    return DriftWarning(
        TOO_FEW_ROWS,
        None,
        Message(
            "{rows} rows are too few to tell whether distributions differ from training (needs "
            "{fewest_rows}). Values outside the range of training, or unseen in it, are reported for any "
            "number of rows.",
            rows=rows,
            fewest_rows=FEWEST_ROWS,
        ),
        "info",
        float(rows),
        float(FEWEST_ROWS),
    )


_CHECKS = (_missing_change, _unseen_categories, _out_of_range, _distribution_shift)
"""The first one is for columns that name things, too."""
