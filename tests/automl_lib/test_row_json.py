import json

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from automl_lib.row_json import encode_batch

cell = st.none() | st.text(st.characters(blacklist_categories=("Cs",)), max_size=8)


@given(
    st.integers(1, 4).flatmap(
        lambda width: st.lists(st.lists(cell, min_size=width, max_size=width), min_size=1)
    )
)
def test_rows_come_back_as_they_were(rows):
    columns = {f"c{n:04d}": [row[n] for row in rows] for n in range(len(rows[0]))}
    batch = pa.RecordBatch.from_pydict(columns, schema=pa.schema(dict.fromkeys(columns, pa.string())))
    assert [json.loads(text) for text in encode_batch(batch)] == rows
