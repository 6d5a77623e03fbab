"""A target that is text for a few cells is refused with these cells and the remedy."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from automl_lib.errors import PlanRefused
from automl_lib.frame import load_frame
from automl_lib.plan import check_target
from automl_lib.reading import ReadLimits
from automl_lib.reading.table import read_table
from automl_lib.target_reading import check_read_target
from domain.tasks import Task


@pytest.fixture
def read(tmp_path):
    """Reads a table of one column 'y' and gives its frame, schema and ledger."""

    def get(cells):
        file = tmp_path / "t.csv"
        pd.DataFrame({"x": np.arange(len(cells)) % 7, "y": cells}).to_csv(file, index=False)
        report = read_table(file, tmp_path, "t.csv", ReadLimits())
        return load_frame(tmp_path / "typed.parquet", report.schema), report.schema, report.ledger

    return get


NUMBERS = [f"{n * 7919 % 10_007 / 10}" for n in range(400)]


@pytest.mark.parametrize("task", [None, Task.REGRESSION, Task.CLASSIFICATION])
@pytest.mark.parametrize("odd", [["1e400", "-Infinity"], ["미정"]])
def test_the_cells_that_keep_a_target_text_are_named_with_the_remedy(read, task, odd):
    frame, schema, ledger = read([*NUMBERS, *odd])
    with pytest.raises(PlanRefused) as refused:
        check_read_target(frame, schema, schema.by_label("y").key, ledger, task=task)
    assert refused.value.code == "target_nearly_numeric"
    assert f"401행 '{odd[0]}'" in refused.value.message.ko
    assert "--read 'y=real'" in refused.value.message.ko


def test_a_target_of_other_texts_is_refused_as_before(read):
    frame, schema, ledger = read([f"글 {n % 150}" for n in range(400)])
    with pytest.raises(PlanRefused) as refused:
        check_read_target(frame, schema, schema.by_label("y").key, ledger)
    assert refused.value.code == "too_many_classes"


def test_few_numbers_beside_a_word_are_classes(read):
    frame, schema, ledger = read(["1", "2", "3", "없는 등급"] * 20)
    key = schema.by_label("y").key
    assert check_read_target(frame, schema, key, ledger) == check_target(frame, schema, key)
