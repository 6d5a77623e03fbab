"""A file of new rows that the model can't score is refused by its name."""

from __future__ import annotations

from dataclasses import replace

import pytest

from automl_lib.errors import PredictionRefused
from automl_lib.profile import TableProfile
from automl_lib.reading.booleans import family_of
from automl_lib.reading.job import read_here
from automl_lib.reading.limits import ReadLimits
from automl_lib.scoring import score_table
from automl_lib.table import ColumnType, TableSchema

HEADER = ("Fresh", "Milk", "지역", "가입일", "회원")
_PARSING = {ColumnType.BOOL: {"family": family_of(["예", "아니오"])}}


def score(model, folder, header, row):
    columns = [replace(c, parsing=_PARSING.get(c.type, {})) for c in model.schema.columns]
    model = replace(model, schema=TableSchema(tuple(columns)))
    lines = [",".join(header), *[",".join(row)] * 30]
    (folder / "upload").write_text("\n".join(lines) + "\n", encoding="utf-8")
    report = read_here(folder / "upload", folder, "시월 고객.csv", ReadLimits())
    return score_table(model, report, folder / "cells.parquet", TableProfile(0), folder / "out.csv")


@pytest.mark.parametrize(
    ("header", "row", "code"),
    [
        (HEADER[1:], ("5", "서울", "2024-01-02", "예"), "columns_missing"),
        (HEADER, ("많음", "5", "서울", "2024-01-02", "예"), "columns_unreadable"),
    ],
)
def test_the_refusal_names_the_file_and_the_column(tmp_path, trained, header, row, code):
    with pytest.raises(PredictionRefused) as refusal:
        score(trained("decision_tree"), tmp_path, header, row)
    assert refusal.value.code == code
    for sentence in (refusal.value.ko, refusal.value.en):
        assert "'시월 고객.csv'" in sentence
        assert "Fresh" in sentence
