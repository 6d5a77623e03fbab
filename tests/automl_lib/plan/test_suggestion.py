"""The plan suggested for a table without one."""

import numpy as np
import pandas as pd

from automl_lib.plan import suggest_plan
from domain.columns import ColumnType
from domain.table_schema import ColumnSchema, TableSchema


def table(**columns):
    kinds = {k: ColumnType.INTEGER if v.dtype.kind == "f" else ColumnType.TEXT for k, v in columns.items()}
    return pd.DataFrame(columns), TableSchema(tuple(ColumnSchema(k, k, kind) for k, kind in kinds.items()))


def test_every_column_but_the_target_is_used_and_nothing_is_changed():
    frame, schema = table(a=pd.Series([3.0, 1.0, 2.0]), y=pd.Series(["n", "y", "n"], dtype=object))
    plan, notes = suggest_plan(frame, schema, "y")
    assert (plan.columns, plan.duplicates, plan.missing, plan.outliers, notes) == (
        ("a",),
        "keep",
        "keep",
        "keep",
        (),
    )


def test_running_numbers_are_left_out_with_a_note():
    frame, schema = table(no=pd.Series(np.arange(5.0)), a=pd.Series([3.0, 1.0, 2.0, 1.0, 0.0]))
    plan, notes = suggest_plan(frame, schema, None)
    assert (plan.columns, [n.column for n in notes]) == (("a",), ["no"])


def test_a_table_of_nothing_but_running_numbers_uses_them():
    frame, schema = table(no=pd.Series(np.arange(5.0)))
    assert suggest_plan(frame, schema, None)[0].columns == ("no",)


def test_numbers_and_files_of_documents_are_left_out_with_a_note():
    papers = np.repeat(np.arange(3), 4)
    frame, schema = table(
        순번=pd.Series(261_201_000_000_001.0 + papers),
        파일명=pd.Series([f"명세서 {n}.pdf" for n in papers], dtype=object),
        수량=pd.Series(papers[::-1] * 2.0),
    )
    plan, notes = suggest_plan(frame, schema, None)
    assert plan.columns == ("수량",)
    assert [(note.code, note.column) for note in notes] == [
        ("names_documents", "순번"),
        ("names_documents", "파일명"),
    ]
