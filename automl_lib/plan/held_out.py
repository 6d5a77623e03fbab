"""Which rows a plan holds out: drawn at random, the newest, or whole groups."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from automl_lib.errors import PlanRefused
from automl_lib.plan.preprocessing_plan import PreprocessingPlan
from automl_lib.split_keys import SplitKeys
from domain.messages import Message
from domain.split import SplitMethod

if TYPE_CHECKING:
    import pandas as pd

MIN_GROUPS = 5
MIN_HELD_OUT = 5
_LARGEST_SHARE = 0.6
"""Of the rows, that the newest dates may hold where dates are few."""
_DRAWS = 64
"""Orders of the groups that are tried."""
_GIANT = 1.5
"""A group of more than this multiple of the rows to hold out is learned from, unless nothing else is left."""


def split_keys(frame: pd.DataFrame, plan: PreprocessingPlan) -> SplitKeys | None:
    """What the plan's split goes by, of every row of the table; None for a random split.

    A row without an id is a group of its own.
    """
    import pandas as pd

    if plan.split_column is None:
        return None
    cells = frame[plan.split_column]
    if plan.split is SplitMethod.TIME:
        moments = cells.to_numpy("datetime64[us]") if cells.dtype.kind == "M" else cells.to_numpy(float)
        known = ~np.isnat(moments) if moments.dtype.kind == "M" else np.isfinite(moments)
        codes = np.full(len(cells), -1)
        codes[known] = np.unique(moments[known], return_inverse=True)[1]
        return SplitKeys(SplitMethod.TIME, codes, plan.test_share / (1 - plan.test_share))
    codes = pd.factorize(cells)[0]
    blank = codes < 0
    codes[blank] = -1 - np.arange(blank.sum())
    return SplitKeys(SplitMethod.GROUP, codes)


def held_out_rows(
    rows: np.ndarray, labels: np.ndarray, plan: PreprocessingPlan, keys: SplitKeys | None, label: str
) -> np.ndarray:
    """The positions to hold out, ascending; about `plan.test_share` of the rows.

    Args:
        rows: positions in the table that are learned from or held out.
        labels: of the table: classes as object array of str, or numbers as floats.
        plan: says how.
        keys: of the table, as `split_keys` gives them.
        label: of the column that the split goes by, for sentences.

    Raises:
        PlanRefused: the column doesn't allow the split: a single date, no dates, too few groups.
    """
    classes = None if labels.dtype.kind == "f" else labels[rows].astype(str)
    if keys is None:
        return _at_random(rows, classes, plan)
    codes = keys.codes[rows]
    if keys.method is SplitMethod.TIME:
        return rows[_newest(codes, plan.test_share, label)]
    return rows[_whole_groups(codes, classes, plan, label)]


def _at_random(rows: np.ndarray, classes: np.ndarray | None, plan: PreprocessingPlan) -> np.ndarray:
    """A share stratified by class where there are classes."""
    from sklearn.model_selection import train_test_split

    # As many test rows as classes at least, or stratifying has no room.
    size = max(round(plan.test_share * len(rows)), 0 if classes is None else len(np.unique(classes)))
    test = train_test_split(rows, test_size=size, stratify=classes, random_state=plan.seed)[1]
    return np.sort(test)


def _newest(codes: np.ndarray, share: float, label: str) -> np.ndarray:
    """Which rows are the newest, equal times together; the cut nearest to the share that leaves an older time."""
    times, counts = np.unique(codes[codes >= 0], return_counts=True)
    if not len(times):
        raise PlanRefused(
            Message(
                "Every cell of '{label}' is blank, so rows can't be split by time. Choose another column, or a "
                "random split.",
                label=label,
            ),
            code="split_blank",
        )
    if len(times) == 1:
        raise PlanRefused(
            Message(
                "'{label}' has a single date, so no row is newer than another. Choose another column, or a random "
                "split.",
                label=label,
            ),
            code="split_one_date",
        )
    newer = np.cumsum(counts[::-1])[::-1][1:]
    cut = int(np.abs(newer - share * len(codes)).argmin())
    rows = int(newer[cut])
    if rows < MIN_HELD_OUT or rows > _LARGEST_SHARE * len(codes):
        raise PlanRefused(
            Message(
                "The dates of '{label}' are too few or too uneven to hold out the newest rows: the nearest to "
                "{share:.0%} are {rows:,} of {of:,} rows. Choose another share or column, or a random split.",
                label=label,
                share=share,
                rows=rows,
                of=len(codes),
            ),
            code="split_few_dates",
        )
    return np.asarray(codes >= times[cut + 1])


def _whole_groups(
    codes: np.ndarray, classes: np.ndarray | None, plan: PreprocessingPlan, label: str
) -> np.ndarray:
    """Which rows are of the groups that together are nearest to the share, of the rows and of every class.

    scikit-learn's GroupShuffleSplit holds out a share of the groups, whatever their sizes and classes; here the best of
    several random orders is cut where the rows are nearest to the share.
    """
    codes = np.unique(codes, return_inverse=True)[1]
    sizes = np.bincount(codes)
    if len(sizes) < MIN_GROUPS:
        raise _too_few_groups(label, len(sizes))
    kinds = np.zeros(len(codes), dtype=int) if classes is None else np.unique(classes, return_inverse=True)[1]
    counts = np.zeros((len(sizes), kinds.max() + 1), dtype=int)
    np.add.at(counts, (codes, kinds), 1)
    wanted = plan.test_share * counts.sum(axis=0)
    random = np.random.default_rng(plan.seed)
    is_giant = sizes > max(1.0, _GIANT * plan.test_share * len(codes))
    best: tuple[float, np.ndarray] | None = None
    for _ in range(_DRAWS):
        order = random.permutation(len(sizes))
        order = order[np.argsort(is_giant[order], kind="stable")]
        filled = np.cumsum(sizes[order[: len(sizes) // 2]])  # the others are learned from and cross-validated
        taken = order[: int(np.abs(filled - plan.test_share * len(codes)).argmin()) + 1]
        miss = float((np.abs(counts[taken].sum(axis=0) - wanted) / np.maximum(wanted, 1)).mean())
        if best is None or miss < best[0]:
            best = miss, taken
    assert best is not None
    if (rows := int(sizes[best[1]].sum())) < MIN_HELD_OUT:
        raise PlanRefused(
            Message(
                "One group of '{label}' has {share:.0%} of the rows, and the groups to hold out have only {rows}. Choose "
                "another share or column, or a random split.",
                label=label,
                share=sizes.max() / len(codes),
                rows=rows,
            ),
            code="split_large_group",
        )
    return np.isin(codes, best[1])


def _too_few_groups(label: str, groups: int) -> PlanRefused:
    if groups == 1:
        message = Message(
            "Every row has the same value in '{label}', so no group can be held out. Choose another column, or a random "
            "split.",
            label=label,
        )
    else:
        message = Message(
            "'{label}' has only {groups} groups. At least {minimum} are needed to hold some out and to cross-validate on "
            "the others. Choose another column, or a random split.",
            label=label,
            groups=groups,
            minimum=MIN_GROUPS,
        )
    return PlanRefused(message, code="split_few_groups")
