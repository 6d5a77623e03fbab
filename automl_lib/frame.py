"""Typed Parquet as the pandas frame that plans and learners work on.

Only the change of container lives here: what a column means is `domain.table_schema`, how cells were
parsed is `automl_lib.reading`.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from domain.columns import ColumnType
from domain.table_schema import Parsing, TableSchema

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl


def bool_spelling(parsing: Parsing) -> tuple[str, str]:
    """How people spelled (true, false) in a yes/no column: ("True", "False") where it isn't known."""
    return str(parsing.get("true", "True")), str(parsing.get("false", "False"))


def load_frame(typed_parquet: Path, schema: TableSchema, keys: Sequence[str] | None = None) -> pd.DataFrame:
    """Reads a typed table.

    Args:
        typed_parquet: file with the columns of `schema`, named by key.
        schema: types and parsing of the columns.
        keys: which columns, in this order; all of the schema's when None.

    Returns:
        A frame with a fresh range index: integer and real columns float64 (NaN = blank), dates
        datetime64[us] (NaT), text and yes/no columns object (None), text with composed letters (NFC), yes/no spelled
        as people did.

    Raises:
        KeyError: a key the schema doesn't have.
    """
    import polars as pl

    wanted = [c.key for c in schema.columns] if keys is None else list(keys)
    return frame_of(pl.read_parquet(typed_parquet, columns=wanted), schema, wanted)


def frame_of(typed: pl.DataFrame, schema: TableSchema, keys: Sequence[str] | None = None) -> pd.DataFrame:
    """The same for a typed polars frame whose columns are named by key."""
    import pandas as pd

    wanted = [c.key for c in schema.columns] if keys is None else list(keys)
    columns = {
        key: _column(typed[key], schema.by_key(key).type, schema.by_key(key).parsing) for key in wanted
    }
    return pd.DataFrame(columns, index=pd.RangeIndex(typed.height))


def _column(values: pl.Series, kind: ColumnType, parsing: Parsing) -> pd.Series:
    import pandas as pd
    import polars as pl

    if kind.is_numeric:
        return pd.Series(values.cast(pl.Float64).to_numpy(), dtype="float64")
    if kind is ColumnType.DATE:
        return pd.Series(values.cast(pl.Datetime("us")).to_numpy()).astype("datetime64[us]")
    if kind is ColumnType.BOOL:
        true, false = bool_spelling(parsing)
        spelled = {True: true, False: false, None: None}
        return pd.Series([spelled[v] for v in values.cast(pl.Boolean).to_list()], dtype=object)
    return pd.Series(_composed(values.cast(pl.String)).to_list(), dtype=object)


def _composed(texts: pl.Series) -> pl.Series:
    """Texts with composed letters (NFC). Composing each of a million cells takes longer than looking at its few values."""
    values = texts.drop_nulls().unique()
    return texts if (values.str.normalize("NFC") == values).all() else texts.str.normalize("NFC")
