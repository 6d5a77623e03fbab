"""The plan's fitted half: the first step of every model's pipeline.

It takes raw typed rows and gives a frame of numbers (float64) and categories (str). Removing rows is no business
of a transformer and lives in `automl_lib.plan.split`; turning categories into numbers in
`automl_lib.learners.encoding`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils.validation import check_is_fitted

from automl_lib.plan.calendar_parts import EARLIER_PARTS, date_parts, varying_parts
from automl_lib.plan.outliers import outlier_bounds
from automl_lib.plan.preprocessing_plan import PreprocessingPlan
from automl_lib.plan.text_components import TextComponents
from domain.columns import ColumnType
from domain.table_schema import TableSchema

# scikit-learn's trees work in float32.
_LARGEST = 1e30
_SECOND = 1_000_000.0
FREE_TEXT = "free_text"
_FREE_TEXT_SHARE = 0.5
_FREE_TEXT_VALUES = 30


class PlanCleaner(TransformerMixin, BaseEstimator):
    """Clips outliers, fills blanks, takes dates and texts apart, and leaves out columns that say nothing.

    Args:
        numeric, categorical, dates: keys by kind of column.
        texts: keys among the categorical ones of free text whose n-grams are used; their blanks are never filled.
        missing, constant, outliers, outlier_method, outlier_factor: as in `PreprocessingPlan`.
            missing = "remove" fills like "median" here, because new rows have to be predicted too.

    Attributes:
        bounds_: key → (low, high) of numeric columns; empty unless outliers are clipped.
        fill_values_: key → float (dates: seconds since 1970) or str learned from the rows given.
        dropped_: key → "blank", "constant" or "free_text" (text of which most values appear once, unless among `texts`).
        with_time_: keys of dates that carry a time of day, in models of earlier versions.
        date_parts_: key → parts of a date that vary; see `automl_lib.plan.calendar_parts`.
        first_moments_: key → the first date in seconds since 1970.
        texts_: key → `TextComponents` of the columns of free text that are used.
        feature_names_out_: names of the columns given out; parts of dates and texts are "key.part".
    """

    # Of models kept by earlier versions, which had none of these.
    with_time_: Sequence[str] = ()
    date_parts_: Mapping[str, Sequence[str]] = MappingProxyType({})
    first_moments_: Mapping[str, float] = MappingProxyType({})
    texts_: Mapping[str, TextComponents] = MappingProxyType({})

    def __init__(
        self,
        numeric: Sequence[str] = (),
        categorical: Sequence[str] = (),
        dates: Sequence[str] = (),
        missing: str = "keep",
        constant: str | None = None,
        outliers: str = "keep",
        outlier_method: str = "iqr",
        outlier_factor: float = 1.5,
        texts: Sequence[str] = (),
    ) -> None:
        self.numeric = numeric
        self.categorical = categorical
        self.dates = dates
        self.missing = missing
        self.constant = constant
        self.outliers = outliers
        self.outlier_method = outlier_method
        self.outlier_factor = outlier_factor
        self.texts = texts

    def fit(self, frame: pd.DataFrame, y: object = None) -> PlanCleaner:
        """Learns bounds and fill values from `frame`, the training rows as typed cells."""
        self.bounds_: dict[str, tuple[float, float]] = {}
        self.fill_values_: dict[str, float | str] = {}
        self.dropped_: dict[str, str] = {}
        for key in self.numeric:
            self._fit_number(key, _numbers(frame[key]))
        moments = {key: _seconds(frame[key]) for key in self.dates}
        for key, seconds in moments.items():
            self._fit_number(key, seconds)
        used = {key: seconds for key, seconds in moments.items() if key not in self.dropped_}
        self.date_parts_ = {key: varying_parts(seconds) for key, seconds in used.items()}
        self.first_moments_ = {key: float(np.nanmin(seconds)) for key, seconds in used.items()}
        for key in self.categorical:
            self._fit_category(key, frame[key])
        wanted = [key for key in self.texts if self.dropped_.get(key) == FREE_TEXT]
        self.texts_ = {key: TextComponents().fit(frame[key]) for key in wanted}
        self.dropped_ = {key: why for key, why in self.dropped_.items() if key not in wanted}
        self.feature_names_out_ = list(self._clean(frame.iloc[:0]).columns)
        return self

    def transform(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Cleans rows; other columns than the plan's are ignored. The number and order of rows stay."""
        check_is_fitted(self, "fill_values_")
        return self._clean(frame)

    def get_feature_names_out(self, input_features: object = None) -> np.ndarray:
        check_is_fitted(self, "feature_names_out_")
        return np.array(self.feature_names_out_, dtype=object)

    def filled(self, frame: pd.DataFrame) -> dict[str, int]:
        """Key → blank cells that `transform` fills; only keys with some."""
        if self.missing == "keep":
            return {}
        kinds = (*self.numeric, *self.categorical, *self.dates)
        used = [k for k in kinds if k not in self.dropped_ and k not in self.texts_]
        counts = {key: int(blank_cells(frame[key]).sum()) for key in used}
        return {key: n for key, n in counts.items() if n}

    def clipped(self, frame: pd.DataFrame) -> dict[str, int]:
        """Key → cells that `transform` moves to a bound; only keys with some."""
        counts = {}
        for key, (low, high) in self.bounds_.items():
            values = _numbers(frame[key])
            counts[key] = int(((values < low) | (values > high)).sum())
        return {key: n for key, n in counts.items() if n}

    def _fit_number(self, key: str, values: np.ndarray) -> None:
        finite = values[np.isfinite(values)]
        if not finite.size:
            self.dropped_[key] = "blank"
            self.fill_values_[key] = 0.0
            return
        if key in self.numeric and self.outliers == "clip":
            bounds = outlier_bounds(finite, self.outlier_method, self.outlier_factor)
            if bounds is not None:
                self.bounds_[key] = bounds
                finite = np.clip(finite, *bounds)
        self.fill_values_[key] = self._number_fill(key, finite)
        told_by_blanks = self.missing == "keep" and finite.size < values.size
        if finite.min() == finite.max() and not told_by_blanks:
            self.dropped_[key] = "constant"

    def _number_fill(self, key: str, finite: np.ndarray) -> float:
        if self.missing == "mean":
            return float(finite.mean())
        if self.missing == "mode":
            values, counts = np.unique(finite, return_counts=True)
            return float(values[counts.argmax()])
        if self.missing == "constant" and key in self.numeric:
            return float(self.constant or 0)
        return float(np.median(finite))

    def _fit_category(self, key: str, cells: pd.Series) -> None:
        counts = cells.dropna().astype(str).value_counts()
        if counts.empty:
            self.dropped_[key] = "blank"
            self.fill_values_[key] = ""
            return
        if is_free_text(len(counts), int(counts.sum())):
            # What a person wrote in one row is no value for other rows, and is not kept.
            self.fill_values_[key], self.dropped_[key] = "", FREE_TEXT
            return
        most = counts[counts == counts.iloc[0]].index.min()
        self.fill_values_[key] = str(self.constant) if self.missing == "constant" else str(most)
        told_by_blanks = self.missing == "keep" and int(counts.sum()) < len(cells)
        if len(counts) == 1 and not told_by_blanks:
            self.dropped_[key] = "constant"

    def _clean(self, frame: pd.DataFrame) -> pd.DataFrame:
        columns: dict[str, np.ndarray] = {}
        for key in self.numeric:
            if key not in self.dropped_:
                columns[key] = self._clean_number(key, _numbers(frame[key]))
        for key in self.dates:
            if key not in self.dropped_:
                columns.update(self._date_parts(key, self._clean_number(key, _seconds(frame[key]))))
        for key in self.categorical:
            if key in self.texts_:
                columns.update(text_parts(key, self.texts_[key], frame[key]))
            elif key not in self.dropped_:
                # A blank left to the learner is a category of its own; no parsed cell is "".
                fill = "" if self.missing == "keep" else str(self.fill_values_[key])
                cells = frame[key]
                columns[key] = (
                    cells.astype(object).where(~blank_cells(cells), fill).astype(str).to_numpy(object)
                )
        return pd.DataFrame(columns, index=frame.index)

    def _clean_number(self, key: str, values: np.ndarray) -> np.ndarray:
        if key in self.bounds_:
            low, high = self.bounds_[key]
            values = np.clip(values, low, high)
        if self.missing != "keep":
            values = np.where(np.isnan(values), float(self.fill_values_[key]), values)
        return np.clip(values, -_LARGEST, _LARGEST)

    def _date_parts(self, key: str, seconds: np.ndarray) -> dict[str, np.ndarray]:
        parts = self.date_parts_.get(key)
        if parts is None:
            parts = [*EARLIER_PARTS, *(["hour"] if key in self.with_time_ else [])]
        found = date_parts(seconds, parts, self.first_moments_.get(key, 0.0))
        return {f"{key}.{part}": values for part, values in found.items()}


def is_free_text(distinct: int, present: int) -> bool:
    """Whether texts are sentences instead of categories: most values appear once."""
    return distinct > _FREE_TEXT_VALUES and distinct > _FREE_TEXT_SHARE * present


def cleaner_for(plan: PreprocessingPlan, schema: TableSchema) -> PlanCleaner:
    """The unfitted cleaner of a plan."""
    kinds = {key: schema.by_key(key).type for key in plan.columns}
    return PlanCleaner(
        numeric=[k for k, kind in kinds.items() if kind.is_numeric],
        categorical=[k for k, kind in kinds.items() if kind in (ColumnType.TEXT, ColumnType.BOOL)],
        dates=[k for k, kind in kinds.items() if kind is ColumnType.DATE],
        # Plain strings: skops does not trust types of ours.
        missing=plan.missing.value,
        constant=plan.constant,
        outliers=plan.outliers.value,
        outlier_method=plan.outlier_method.value,
        outlier_factor=plan.outlier_factor,
        texts=[check.column for check in plan.texts or () if check.used],
    )


def text_parts(key: str, components: TextComponents, cells: pd.Series) -> dict[str, np.ndarray]:
    """The components of a column of free text, named "key.text1", "key.text2", …"""
    values = components.transform(cells)
    return {f"{key}.text{number + 1}": values[:, number] for number in range(values.shape[1])}


def blank_cells(cells: pd.Series) -> np.ndarray:
    """Which cells of a typed column are blank; an infinite number counts as blank."""
    if cells.dtype.kind == "f":
        return ~np.isfinite(cells.to_numpy(float))
    return cells.isna().to_numpy()


def _numbers(cells: pd.Series) -> np.ndarray:
    values = cells.to_numpy(dtype=float)
    return np.where(np.isfinite(values), values, np.nan)


def _seconds(cells: pd.Series) -> np.ndarray:
    micros = cells.to_numpy("datetime64[us]")
    return np.where(np.isnat(micros), np.nan, micros.astype("int64") / _SECOND)
