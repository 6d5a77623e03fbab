"""How well one column alone predicts a number on held-out rows. `leakage` reports those that do so almost perfectly."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy.typing as npt

    Array = npt.NDArray[Any]

_FOLDS = 4
_MOST_LEAVES = 512
_FEWEST_IN_LEAF = 3


def explained_share(values: Array, target: Array, *, is_category: bool, seed: int) -> float:
    """Held-out R² of one column alone, in ranks of the target, so that a few large numbers don't decide it.

    By four-fold cross-validation: a number by a regression tree, a category by the mean of each value in the training
    folds. A value that is not in them gets the overall mean, so an id can't score by being memorised.

    Args:
        values: n numbers (NaN = missing), or codes of a category.
        target: n numbers.
        is_category: whether `values` are codes.
        seed: of the folds.

    Returns:
        At most 1; 0 or less for a column that says nothing, or a target without spread.
    """
    import numpy as np
    from sklearn.model_selection import KFold

    ranks = np.unique(target, return_inverse=True)[1].astype(float)
    spread = float(((ranks - ranks.mean()) ** 2).sum())
    if spread == 0 or len(np.unique(values)) < 2:
        return 0.0
    learn = _predict_by_mean if is_category else _predict_by_tree
    missed = sum(
        float(((learn(values[train], ranks[train], values[test]) - ranks[test]) ** 2).sum())
        for train, test in KFold(_FOLDS, shuffle=True, random_state=seed).split(values)
    )
    return 1 - missed / spread


def _predict_by_tree(values: Array, target: Array, new: Array) -> Array:
    from sklearn.tree import DecisionTreeRegressor

    tree = DecisionTreeRegressor(
        max_leaf_nodes=_MOST_LEAVES, min_samples_leaf=_FEWEST_IN_LEAF, random_state=0
    )
    found: Array = tree.fit(values.reshape(-1, 1), target).predict(new.reshape(-1, 1))
    return found


def _predict_by_mean(values: Array, target: Array, new: Array) -> Array:
    import numpy as np

    size = int(max(values.max(), new.max())) + 1
    rows = np.bincount(values, minlength=size)
    means = np.full(size, target.mean())
    np.divide(np.bincount(values, weights=target, minlength=size), rows, out=means, where=rows > 0)
    found: Array = means[new]
    return found
