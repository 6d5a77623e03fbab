"""The folds of cross-validation: at random, by group, or by time.

A row is held back honestly where the model that predicts it learned from nothing that won't be known of new rows: no other
row of its group, no later row.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from sklearn.model_selection import GroupKFold, KFold, StratifiedGroupKFold, StratifiedKFold

from automl_lib.errors import TrainingRefused
from automl_lib.split_keys import SplitKeys
from domain.messages import Message
from domain.split import SplitMethod

MOST_ROWS = 60_000
"""Of more, a third is held back once."""
_HUGE_FOLDS = 3
_MANY_GROUPS = 2_000
"""Of more, a random choice has the classes' shares, which StratifiedGroupKFold would seek group by group in Python."""
_FEW_GROUPS = 20
_FIRST = 1 / 3
"""Least share of the rows, the oldest, that are never held back when folds follow time."""
_HELD_BACK = 0.6
"""Share of the rows that are held back in time at the least, as far as the oldest are enough."""
_ROUNDING = 1e-9
_FEWEST_OF_A_CLASS = 2
_FEWEST_ROWS = 5

Folds = list[tuple[np.ndarray, np.ndarray]]
"""Positions of the rows to learn from and of those held back, of each fold; each ascending."""


class FoldPlan(NamedTuple):
    """The folds of one training.

    Attributes:
        folds: on which candidates are judged.
        member_folds: on which the members of an average are fitted, where it isn't the folds' own.
        kind: "random", "group", "forward" (each fold learns from what is older) or "blocked" (from what is older and what
            is newer).
    """

    folds: Folds
    member_folds: Folds | None
    kind: str


def fold_plan(y: np.ndarray, count: int, seed: int, keys: SplitKeys | None = None) -> FoldPlan:
    """The folds for `y`.

    By group, no group is on both sides of a fold. By time, folds are those of a rolling origin (Tashman, 2000): the oldest
    rows are never held back, each later block of rows is predicted from all rows before it. A block is as long as the part held
    out after the rows (`SplitKeys.ahead`), of which two fit at the least: errors grow with the time that models look ahead, so
    shorter blocks would tell other errors than those of new rows. Where a class isn't in the older rows, blocks are predicted
    from the rows on both sides; with a single date, rows have no order and folds are random.

    Args:
        y: class numbers (integers), or numbers (floats), of shape (rows,).
        count: of folds, ≥ 2; fewer where a class has fewer members, one with more than `MOST_ROWS` rows.
        seed: of what is random.
        keys: of the rows; None: at random.

    Raises:
        TrainingRefused: with code split_folds, where no fold leaves two rows of every class to learn from.
    """
    is_huge = len(y) > MOST_ROWS
    count = _HUGE_FOLDS if is_huge else count
    if keys is not None and keys.method is SplitMethod.GROUP:
        for proposal in _by_group(keys.codes, y, count, seed):
            if folds := _usable(proposal, y):
                return FoldPlan(folds[:1] if is_huge else folds, None, "group")
        raise _refused()
    if keys is not None and _times(keys.codes) > 1:
        blocked = _usable(_blocked(keys.codes, count), y)
        if folds := _usable(_forward(keys.codes, 1 if is_huge else count, keys.ahead), y):
            return FoldPlan(folds, (blocked[-1:] if is_huge else blocked) or None, "forward")
        if blocked:
            return FoldPlan(blocked[:1] if is_huge else blocked, None, "blocked")
    folds = _at_random(y, count, seed)
    return FoldPlan(folds[:1] if is_huge else folds, None, "random")


def every_row_folds(y: np.ndarray, count: int, seed: int, keys: SplitKeys) -> Folds:
    """Folds that hold back every row, for what is fitted on held-back predictions: whole groups, or contiguous blocks of time.

    The predictions follow time already; a few weights of them are no knowledge of later rows that could be remembered.

    Args:
        y, count, seed, keys: as of `fold_plan`. Rows without a time are in no fold, nor are folds that lack a class.

    Raises:
        TrainingRefused: with code split_folds.
    """
    by_group = keys.method is SplitMethod.GROUP
    if not by_group and _times(keys.codes) < 2:
        return _at_random(y, count, seed)
    proposals = _by_group(keys.codes, y, count, seed) if by_group else iter([_blocked(keys.codes, count)])
    for proposal in proposals:
        if folds := _usable(proposal, y):
            return folds
    raise _refused()


def group_numbers(codes: np.ndarray, count: int, seed: int) -> np.ndarray | None:
    """A fold from 0 to `count` - 1 for each row, the same for a group; None for fewer than two groups."""
    groups = len(np.unique(codes))
    if groups < 2:
        return None
    numbers = np.zeros(len(codes), dtype=int)
    splitter = GroupKFold(min(count, groups), shuffle=True, random_state=seed)
    for number, (_, back) in enumerate(splitter.split(codes, groups=codes)):
        numbers[back] = number
    return numbers


def _at_random(y: np.ndarray, count: int, seed: int) -> Folds:
    if _is_number(y):
        return list(KFold(min(count, len(y)), shuffle=True, random_state=seed).split(y))
    rarest = int(np.unique(y, return_counts=True)[1].min())
    splitter = StratifiedKFold(max(2, min(count, rarest)), shuffle=True, random_state=seed)
    return list(splitter.split(np.zeros(len(y)), y))


def _by_group(codes: np.ndarray, y: np.ndarray, count: int, seed: int) -> Iterator[Folds]:
    """Some groups held back in each fold; then, of few groups, one at a time."""
    groups = len(np.unique(codes))
    if groups < 2:
        return
    kind = GroupKFold if _is_number(y) or groups > _MANY_GROUPS else StratifiedGroupKFold
    with warnings.catch_warnings():
        # A class in fewer rows than folds is no trouble: folds that lack it are left out.
        warnings.filterwarnings("ignore", message="The least populated class")
        yield list(kind(min(count, groups), shuffle=True, random_state=seed).split(codes, y, codes))
    if groups <= _FEW_GROUPS:
        yield list(GroupKFold(groups).split(codes, y, codes))


def _forward(codes: np.ndarray, count: int, ahead: float) -> Folds:
    """Blocks after the oldest rows, each to be predicted from all before it; a row without a time is always learned from.

    Args:
        count: the most blocks.
        ahead: the wanted length of a block, as a share of the rows.
    """
    length = min(max(ahead, _HELD_BACK / count), (1 - _FIRST) / 2)
    number = min(count, int((1 - _FIRST) / length + _ROUNDING))
    order, bounds = _blocks(codes, 1 - length * np.arange(number, 0, -1))
    return [(np.sort(order[:start]), np.sort(order[start:end])) for start, end in pairwise(bounds)]


def _blocked(codes: np.ndarray, count: int) -> Folds:
    """Contiguous blocks, each to be predicted from all others."""
    order, bounds = _blocks(codes, np.arange(1, count) / count)
    unknown = int((codes < 0).sum())
    every = np.arange(len(codes))
    backs = [np.sort(order[start:end]) for start, end in pairwise([unknown, *bounds])]
    return [(np.setdiff1d(every, back, assume_unique=True), back) for back in backs]


def _blocks(codes: np.ndarray, shares: np.ndarray) -> tuple[np.ndarray, list[int]]:
    """The rows from old to new, and where in that order blocks begin; nearest to the shares without separating equal times.

    The last bound is the number of rows.
    """
    order = np.argsort(codes, kind="stable")
    ordered = codes[order]
    starts = 1 + np.flatnonzero((ordered[1:] != ordered[:-1]) & (ordered[:-1] >= 0))
    near = [int(starts[np.abs(starts - share * len(codes)).argmin()]) for share in shares]
    return order, [*sorted(set(near)), len(codes)]


def _usable(folds: Sequence[tuple[np.ndarray, np.ndarray]], y: np.ndarray) -> Folds:
    """The folds that leave enough of every class to learn from; none where they hold back a single class."""
    if _is_number(y):
        return [(learn, back) for learn, back in folds if len(learn) >= _FEWEST_ROWS and len(back)]
    classes = np.unique(y)
    found = []
    for learn, back in folds:
        counts = np.bincount(np.searchsorted(classes, y[learn]), minlength=len(classes))
        if counts.min() >= _FEWEST_OF_A_CLASS and len(back):
            found.append((learn, back))
    held = np.concatenate([y[back] for _, back in found]) if found else y[:0]
    return found if len(np.unique(held)) > 1 else []


def _times(codes: np.ndarray) -> int:
    return len(np.unique(codes[codes >= 0]))


def _is_number(y: np.ndarray) -> bool:
    return y.dtype.kind == "f"


def _refused() -> TrainingRefused:
    return TrainingRefused(
        Message(
            "The groups to learn from can't be cross-validated: every value of the target has to be in two groups or more. "
            "Choose another column for the groups, or a random split."
        ),
        code="split_folds",
    )
