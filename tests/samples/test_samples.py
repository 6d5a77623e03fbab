"""The shipped samples are what README.md says, and what make.py makes."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from pathlib import Path

import pytest

SAMPLES = Path(__file__).parents[2] / "samples"
TEXTS = ("wholesale.csv", "폐기물신고.csv", "매출.csv", "매출_다음달.csv")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("samples")
    subprocess.run([sys.executable, SAMPLES / "make.py", "--out", folder], check=True, capture_output=True)
    return folder


@pytest.mark.parametrize("name", TEXTS)
def test_making_a_text_sample_again_gives_the_shipped_bytes(made: Path, name: str) -> None:
    assert (made / name).read_bytes() == (SAMPLES / name).read_bytes()


def test_making_the_workbook_again_gives_the_shipped_cells(made: Path) -> None:
    # The bytes also depend on the version of openpyxl; the cells must not.
    assert workbook(made / "loan_review.xlsx") == workbook(SAMPLES / "loan_review.xlsx")


def workbook(path: Path) -> dict[str, list[tuple[object, ...]]]:
    from openpyxl import load_workbook

    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in load_workbook(path)}


def table(name: str, encoding: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO((SAMPLES / name).read_bytes().decode(encoding), newline="")))


def test_wholesale_has_the_headers_of_the_design_document() -> None:
    header, *rows = table("wholesale.csv", "utf-8")
    goods = ["Fresh", "Milk", "Grocery", "Frozen", "Detergent", "Delicassen", "Sugar", "Apple"]
    assert header == ["Channel", "Region", *goods, "y"]
    assert len(rows) == 440
    assert {row[-1] for row in rows} == {"yes", "no"}
    assert sum(cell == "" for row in rows for cell in row) == 74
    assert len(rows) - len({tuple(row) for row in rows}) == 8


@pytest.mark.slow
def test_wholesale_can_be_learned_but_not_perfectly() -> None:
    import numpy as np
    from sklearn.ensemble import HistGradientBoostingClassifier
    from sklearn.model_selection import cross_val_score

    rows = list({tuple(row): row for row in table("wholesale.csv", "utf-8")[1:]}.values())
    cells = np.array([[float(cell or "nan") for cell in row[:-1]] for row in rows])
    answers = [row[-1] for row in rows]
    model = HistGradientBoostingClassifier(max_iter=60, random_state=0)
    assert 0.85 < cross_val_score(model, cells, answers, scoring="roc_auc", cv=4).mean() < 0.97


def test_waste_reports_are_cp949_as_korean_offices_write_them() -> None:
    header, *rows = table("폐기물신고.csv", "cp949")
    with pytest.raises(UnicodeDecodeError):
        table("폐기물신고.csv", "utf-8")
    assert header == [
        "업체명",
        "업종",
        "지역",
        "신고일자",
        "배출량",
        "처리비용",
        "재활용률",
        "위탁처리",
        "등급",
    ]
    assert len(rows) == 600
    assert {row[-1] for row in rows} == {"우수", "보통", "미흡"}
    assert sum(cell in ("", "-", "N/A") for row in rows for cell in row) == 110
    assert any(row[4].endswith("톤") and "," in row[4] for row in rows)
    assert all(row[5].endswith("원") for row in rows if row[5] not in ("", "-", "N/A"))


def test_next_months_guests_spend_more_than_the_first_table_knows() -> None:
    header, *rows = table("매출.csv", "utf-8")
    following, *later = table("매출_다음달.csv", "utf-8")
    assert header == following
    assert (len(rows), len(later)) == (360, 120)
    assert max(row[0] for row in rows) < min(row[0] for row in later)

    def spent(some: list[list[str]]) -> float:
        return sum(int(row[-1].replace(",", "").rstrip("원")) for row in some) / sum(
            int(row[-2]) for row in some
        )

    assert spent(later) > 1.15 * spent(rows)


def test_loan_reviews_keep_leading_zeros_beside_a_hidden_sheet() -> None:
    from openpyxl import load_workbook

    book = load_workbook(SAMPLES / "loan_review.xlsx")
    assert [(sheet.title, sheet.sheet_state) for sheet in book] == [
        ("심사내역", "visible"),
        ("안내", "hidden"),
    ]
    rows = list(book["심사내역"].iter_rows(values_only=True, min_row=2))
    assert len(rows) == 500
    assert {row[-1] for row in rows} == {"예", "아니오"}
    assert any(str(row[0]).startswith("00") for row in rows)
    assert sum(cell is None for row in rows for cell in row) == 84


@pytest.mark.slow
def test_every_sample_is_read_profiled_and_free_of_leaks(tmp_path: Path) -> None:
    from automl_lib.profile import leakage_warnings, profile_table, profile_warnings
    from automl_lib.reading import read_table_in_subprocess
    from domain.columns import ColumnType

    expected = {
        "wholesale.csv": ("y", {"duplicate_rows"}, "Fresh", ColumnType.INTEGER),
        "폐기물신고.csv": ("등급", {"many_categories"}, "신고일자", ColumnType.DATE),
        "매출.csv": ("매출", set(), "날짜", ColumnType.DATE),
        "loan_review.xlsx": ("승인", {"id_like"}, "고객번호", ColumnType.TEXT),
    }
    for name, (target, doubts, label, kind) in expected.items():
        folder = tmp_path / name
        folder.mkdir()
        schema = read_table_in_subprocess(SAMPLES / name, folder, name=name).schema
        profile = profile_table(folder / "typed.parquet", schema, cells_parquet=folder / "cells.parquet")
        assert schema.by_label(label).type is kind
        assert {warning.code for warning in profile_warnings(profile)} == doubts
        assert leakage_warnings(folder / "typed.parquet", schema, schema.by_label(target).key, seed=0) == []
