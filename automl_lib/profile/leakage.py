"""Columns that leak the target: one column alone predicts it almost perfectly on held-out rows.

Such a column is usually known only after the fact, or is the target under another name. This module
finds and reports it; leaving columns out is for people to decide.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from automl_lib.profile.number_leakage import explained_share
from automl_lib.profile.reading import OpenParquet, sample_column
from automl_lib.roc_area import roc_area
from domain.columns import ColumnType
from domain.messages import Message
from domain.table_schema import ColumnSchema, TableSchema
from domain.target_check import ProfileWarning
from domain.tasks import Task

if TYPE_CHECKING:
    import numpy.typing as npt

    Array = npt.NDArray[Any]

PERFECT = 0.99
_PROMISING = 0.97
"""Below this area on the rows it was fitted to, a column can't reach `PERFECT` on held-out rows."""
_SCREENED_ROWS = 5_000
_FOLDS = 4
_MOST_CLASSES = 50
_FEWEST_OF_A_CLASS = 8
_FEWEST_ROWS = 40


def leakage_warnings(
    typed_parquet: Path,
    schema: TableSchema,
    target_key: str,
    *,
    seed: int,
    sample_rows: int = 20_000,
    task: Task = Task.CLASSIFICATION,
) -> list[ProfileWarning]:
    """Columns that duplicate the target or predict it alone.

    A column is scored by four-fold cross-validation: numbers and dates by a small decision tree, texts
    by the class frequencies of each value in the training folds. A value never seen there gets the
    overall frequencies, so an id can't score by being memorised. The score is the area under the ROC
    curve (mean over one-against-rest for several classes), which rare classes don't flatter. Of a target that is
    predicted as a number, the score is the share of its variance that the column explains (`number_leakage`).

    Args:
        typed_parquet: the table's typed cells.
        schema: its columns.
        target_key: key of the target. Targets with more than 50 classes are only checked for duplicates.
        seed: of the sample and the folds.
        sample_rows: at most this many rows with a target are looked at.
        task: what the target is predicted as.

    Raises:
        KeyError: no such target.
    """
    import numpy as np

    target = schema.by_key(target_key)
    with OpenParquet(typed_parquet) as typed:
        rows = np.arange(typed.rows)
        if typed.rows > sample_rows:
            rows = np.sort(np.random.default_rng(seed).choice(typed.rows, sample_rows, replace=False))
        cells = sample_column(typed, target.key, rows)
        answers, known = _codes(cells)
        numbers = _numbers(cells)[known] if task is Task.REGRESSION else None
        rows, answers = rows[known], np.unique(answers[known], return_inverse=True)[1]
        found = []
        for column in schema.columns:
            if column.key == target.key or len(rows) < _FEWEST_ROWS:
                continue
            cells = sample_column(typed, column.key, rows)
            warning = _check(column, cells, answers, target.label, seed, numbers)
            if warning:
                found.append(warning)
    return found


def _check(
    column: ColumnSchema, cells: Any, answers: Array, target: str, seed: int, numbers: Array | None
) -> ProfileWarning | None:
    codes, known = _codes(cells)
    if known.all() and is_renaming(codes, answers):
        return ProfileWarning(
            "duplicate_of_target",
            column.label,
            Message(
                "Column '{label}' is the target '{target}' under other names; leave it out.",
                label=column.label,
                target=target,
            ),
            "serious",
        )
    if numbers is not None:
        return _check_number(column, cells, numbers, target, seed)
    score = single_column_score(cells, column.type, answers, seed)
    if score < PERFECT:
        return None
    return ProfileWarning(
        "leakage",
        column.label,
        Message(
            "Column '{label}' alone predicts the target '{target}' almost perfectly (AUC {score:.3f}). "
            "Check whether it is known before the outcome; if not, leave it out.",
            label=column.label,
            target=target,
            score=score,
        ),
        "serious",
    )


def _check_number(
    column: ColumnSchema, cells: Any, numbers: Array, target: str, seed: int
) -> ProfileWarning | None:
    is_category = column.type in (ColumnType.TEXT, ColumnType.BOOL)
    values = _codes(cells)[0] if is_category else _numbers(cells)
    score = explained_share(values, numbers, is_category=is_category, seed=seed)
    if score < PERFECT:
        return None
    return ProfileWarning(
        "leakage",
        column.label,
        Message(
            "Column '{label}' alone predicts the target '{target}' almost perfectly (R² {score:.3f}). "
            "Check whether it is known before the outcome; if not, leave it out.",
            label=column.label,
            target=target,
            score=score,
        ),
        "serious",
    )


def is_renaming(codes: Array, answers: Array) -> bool:
    """Whether two columns correspond one to one, with values that repeat (else any id would)."""
    import numpy as np

    classes = int(answers.max(initial=-1)) + 1
    if not 1 < classes <= len(answers) / 2 or classes != int(codes.max(initial=-1)) + 1:
        return False
    return len(np.unique(codes.astype(np.int64) * classes + answers)) == classes


def single_column_score(cells: Any, kind: ColumnType, answers: Array, seed: int) -> float:
    """Held-out area under the ROC curve of one column alone; 0.5 where it can't be measured.

    Cross-validation is left out where the area on the rows of a fit is far from `PERFECT` already: that one, which is
    the higher of the two, and higher still for a fit to fewer rows, is returned instead. Most columns need one small fit.

    Args:
        cells: a pyarrow array of n cells.
        kind: the column's type.
        answers: n class codes.
        seed: of the folds.
    """
    import numpy as np
    from sklearn.model_selection import StratifiedKFold

    sizes = np.bincount(answers)
    usual = np.flatnonzero(sizes >= _FEWEST_OF_A_CLASS)
    if not 2 <= len(usual) <= _MOST_CLASSES:
        return 0.5
    kept = np.flatnonzero(np.isin(answers, usual))
    classes = np.searchsorted(usual, answers[kept])
    if kind in (ColumnType.TEXT, ColumnType.BOOL):
        values, learn = _codes(cells)[0][kept], _predict_by_frequency
    else:
        values, learn = _numbers(cells)[kept], _predict_by_tree
    if len(np.unique(values)) < 2:
        return 0.5
    some = _screened(classes, len(usual), seed)
    fitted = _mean_area(classes[some], learn(values[some], classes[some], values[some], len(usual)))
    if fitted < _PROMISING:
        return fitted
    folds = StratifiedKFold(_FOLDS, shuffle=True, random_state=seed)
    return float(
        np.mean(
            [
                _mean_area(classes[test], learn(values[train], classes[train], values[test], len(usual)))
                for train, test in folds.split(values.reshape(-1, 1), classes)
            ]
        )
    )


def _screened(classes: Array, count: int, seed: int) -> Array:
    """Positions of the rows that are looked at first: some of many, if all classes are among them."""
    import numpy as np

    everything = np.arange(len(classes))
    if len(classes) <= _SCREENED_ROWS:
        return everything
    some = np.random.default_rng(seed).choice(everything, _SCREENED_ROWS, replace=False)
    return some if np.bincount(classes[some], minlength=count).min() >= _FEWEST_OF_A_CLASS else everything


def _mean_area(classes: Array, shares: Array) -> float:
    """Area under the ROC curve; of more than two classes the mean over one-against-rest.

    Args:
        classes: n class codes, each of the m classes at least once.
        shares: n × m.
    """
    import numpy as np

    if shares.shape[1] == 2:
        return roc_area(classes == 1, shares[:, 1])
    return float(np.mean([roc_area(classes == k, shares[:, k]) for k in range(shares.shape[1])]))


def _predict_by_tree(values: Array, classes: Array, new: Array, count: int) -> Array:
    from sklearn.tree import DecisionTreeClassifier

    tree = DecisionTreeClassifier(max_leaf_nodes=max(16, 2 * count), min_samples_leaf=3, random_state=0)
    shares: Array = tree.fit(values.reshape(-1, 1), classes).predict_proba(new.reshape(-1, 1))
    return shares


def _predict_by_frequency(values: Array, classes: Array, new: Array, count: int) -> Array:
    """Class frequencies per value, pulled towards the overall ones as if by one more row."""
    import numpy as np

    overall = np.bincount(classes, minlength=count) / len(classes)
    table = np.zeros((int(max(values.max(), new.max())) + 1, count))
    np.add.at(table, (values, classes), 1.0)
    shares: Array = (table + overall) / (table.sum(axis=1, keepdims=True) + 1.0)
    return shares[new]


def _codes(cells: Any) -> tuple[Array, npt.NDArray[Any]]:
    """Cells as codes 0, 1, …, a missing cell being a value of its own; and which are present."""
    import numpy as np

    encoded = cells.dictionary_encode(null_encoding="encode")
    present = cells.is_valid().to_numpy(zero_copy_only=False)
    codes = encoded.indices.to_numpy(zero_copy_only=False)
    return np.unique(codes, return_inverse=True)[1], present


def _numbers(cells: Any) -> Array:
    """Ranks of numbers or dates, missing as NaN (which the tree splits on as well).

    Ranks because the tree works in 32-bit floats, which can't distinguish large neighbouring numbers.
    """
    import numpy as np
    import pyarrow as pa

    if pa.types.is_timestamp(cells.type):
        cells = cells.cast(pa.int64())
    present = cells.is_valid().to_numpy(zero_copy_only=False)
    numbers = cells.fill_null(0).to_numpy(zero_copy_only=False)
    present &= np.isfinite(numbers)
    ranks = np.full(len(numbers), np.nan)
    ranks[present] = np.unique(numbers[present], return_inverse=True)[1]
    return ranks
