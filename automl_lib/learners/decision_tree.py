"""Decision tree: one readable tree, its size chosen by cross-validation and refitted on all rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sklearn.tree import DecisionTreeRegressor

from automl_lib.learners.catalogue import BuildRequest, CurvePoint
from automl_lib.learners.cross_fit import CrossFit, CrossFitClassifier, CrossFitRegressor
from automl_lib.learners.encoding import TableEncoder
from automl_lib.learners.smoothed_tree import SmoothedTree
from domain.tasks import Task

_LARGEST_LEAF = 400


def build(request: BuildRequest) -> CrossFit:
    """Trees from coarse to fine; leaves are never smaller than a few rows."""
    leaves = _leaves(request.rows, (20, 40, 80, 160))
    encoder = TableEncoder(scaled=False, random_state=request.seed)
    common: dict[str, Any] = {
        "n_folds": 5,
        "random_state": request.seed,
        "deadline": request.deadline,
        "progress": request.progress,
    }
    if request.task is Task.REGRESSION:
        # Coarser ones too: a number that the columns hardly explain is predicted best by large means.
        leaves = _leaves(request.rows, (3, 6, 12, 20, 40, 80, 160))
        trees = [DecisionTreeRegressor(min_samples_leaf=leaf, random_state=request.seed) for leaf in leaves]
        return CrossFitRegressor(encoder, trees, **common)
    candidates = [
        SmoothedTree(min_samples_leaf=leaf, criterion=criterion, random_state=request.seed)
        for leaf in leaves
        for criterion in ("gini", "entropy")
    ]
    return CrossFitClassifier(encoder, candidates, **common)


def _leaves(rows: int, parts: Sequence[int]) -> tuple[int, ...]:
    """Smallest leaves, as parts of the rows, from coarse to fine; the last has five rows."""
    sizes = {max(2, min(rows // part, _LARGEST_LEAF)) for part in parts}
    return (*sorted(sizes, reverse=True), 5)


def curve(fitted: CrossFit) -> list[CurvePoint]:  # noqa: ARG001 - every family has the same shape
    """A tree is grown in one go."""
    return []


def settings(fitted: CrossFit) -> dict[str, Any]:
    """The chosen configuration and the size of the tree."""
    tree = fitted.members_[0][1]
    return {
        "criterion": tree.criterion,
        "min_samples_leaf": tree.min_samples_leaf,
        "depth": int(tree.get_depth()),
        "leaves": int(tree.get_n_leaves()),
    }
