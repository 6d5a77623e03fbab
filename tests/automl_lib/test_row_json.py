"""Rows of cells as JSON lines and back."""

import json

import polars as pl
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from automl_lib.row_json import encode_batch, encode_rows

cell = st.none() | st.text(st.characters(blacklist_categories=("Cs",)), max_size=8)


@given(
    st.integers(1, 4).flatmap(
        lambda width: st.lists(st.lists(cell, min_size=width, max_size=width), min_size=1)
    )
)
def test_rows_come_back_as_they_were(rows):
    columns = {f"c{n:04d}": [row[n] for row in rows] for n in range(len(rows[0]))}
    batch = pa.RecordBatch.from_pydict(columns, schema=pa.schema(dict.fromkeys(columns, pa.string())))
    assert [json.loads(line) for line in encode_batch(batch).split("\n")] == rows


def test_batches_follow_each_other_and_hold_at_least_a_row(tmp_path):
    pl.DataFrame({"c0001": ["a", None, "c"], "c0002": ["1", "2", "3"]}).write_parquet(
        tmp_path / "cells.parquet"
    )
    texts = list(encode_rows(tmp_path / "cells.parquet", batch_cells=4))
    assert texts == ['["a","1"]\n[null,"2"]', '["c","3"]']
    assert len(list(encode_rows(tmp_path / "cells.parquet", batch_cells=1))) == 3
