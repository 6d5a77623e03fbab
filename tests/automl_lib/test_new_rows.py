"""Rows brought to be predicted, against the table a model was trained on."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import numpy as np
import pytest

from automl_lib.drift import ReferenceTable, WrittenForm, reference_table
from automl_lib.errors import PredictionRefused
from automl_lib.frame import load_frame
from automl_lib.new_rows import OTHER_DATES, UNREAD, NewRows, prepare_rows
from automl_lib.profile import profile_table
from automl_lib.reading.choices import ReadLimits
from automl_lib.reading.table import read_table
from domain.columns import ColumnType
from domain.table_schema import ColumnSchema, TableSchema

SCHEMA = TableSchema(
    (
        ColumnSchema("c0001", "수량", ColumnType.INTEGER),
        ColumnSchema("c0002", "등급", ColumnType.INTEGER),
        ColumnSchema("c0003", "지역", ColumnType.TEXT),
    )
)
KEYS = ["c0001", "c0002", "c0003"]


def read(folder: Path, text: str) -> tuple[NewRows, TableSchema, ReferenceTable]:
    """A file as it is read: its rows, its columns, and what is kept of it where it is a training table."""
    folder.mkdir(exist_ok=True)
    (folder / "brought").write_text(text, encoding="utf-8")
    report = read_table(folder / "brought", folder, "새 고객.csv", ReadLimits())
    cells, typed = folder / "cells.parquet", folder / "typed.parquet"
    profile = profile_table(typed, report.schema, cells_parquet=cells)
    reference = reference_table(profile, report.schema, report.ledger)
    labels = {column.key: column.label for column in report.schema.columns}
    return NewRows(cells, labels, report.name, report.ledger), report.schema, reference


def prepare(folder: Path, text: str, *, exact=()):
    """New rows of the made schema, which was learnt from no table: (frame, notes)."""
    rows, _, _ = read(folder, text)
    prepared = prepare_rows(rows, SCHEMA, KEYS, None, folder, exact=exact)
    return load_frame(prepared.typed, prepared.schema), prepared.notes


def lines(*quantities: str, grade: str = "2") -> str:
    return "\n".join(["수량,등급,지역", *(f'"{quantity}",{grade},서울' for quantity in quantities)]) + "\n"


def learnt(header: str, cells: list[str]) -> str:
    """A training table of a number that counts up, and the column in question, 200 rows."""
    return "\n".join([f"번,{header}", *(f"{row % 7},{cells[row % len(cells)]}" for row in range(200))]) + "\n"


def brought(header: str, cells: list[str]) -> str:
    return "\n".join([f"번,{header}", *(f"{row % 7},{cell}" for row, cell in enumerate(cells))]) + "\n"


def compare(tmp_path: Path, header: str, old: list[str], new: list[str]):
    """New cells of one column against the training table's: (values, codes of the notes about the column, notes)."""
    _, schema, reference = read(tmp_path / "old", learnt(header, old))
    rows, _, _ = read(tmp_path / "new", brought(header, new))
    prepared = prepare_rows(rows, schema, [c.key for c in schema.columns], reference, tmp_path)
    values = load_frame(prepared.typed, prepared.schema)["c0002"].tolist()
    return values, [note.code for note in prepared.notes if note.column == header], prepared.notes


def test_whole_numbers_that_pandas_wrote_with_a_fraction_are_the_same_numbers(tmp_path):
    typed, notes = prepare(tmp_path, lines("3407", "3407.0", "1,234.0", ""))
    assert np.array_equal(typed["c0001"], [3407, 3407, 1234, np.nan], equal_nan=True)
    assert notes == ()


def test_a_fraction_in_a_column_of_whole_numbers_is_no_blank(tmp_path):
    assert prepare(tmp_path, lines("12.5"))[0]["c0001"].tolist() == [12.5]


def test_a_target_keeps_to_its_whole_numbers(tmp_path):
    typed, _ = prepare(tmp_path, lines("1", "1", grade="2.0"), exact=("c0002",))
    assert typed["c0002"].tolist() == [2, 2]
    typed, (note,) = prepare(tmp_path, lines("1", "1", grade="2.5"), exact=("c0002",))
    assert typed["c0002"].isna().all()
    assert (note.code, note.column) == (UNREAD, "등급")


def test_cells_that_can_not_be_read_are_told_with_an_example(tmp_path):
    _, (note,) = prepare(tmp_path, lines("1", "미정", "2"))
    assert (note.code, note.column) == (UNREAD, "수량")
    assert "미정" in note.ko
    assert "1 cells" in note.en


@pytest.mark.parametrize("quantities", [["많음"], ["많음"] * 19 + ["1"]])
def test_a_column_that_can_hardly_be_read_is_refused_by_name_however_few_the_rows(tmp_path, quantities):
    with pytest.raises(PredictionRefused, match=r"수량.*많음") as refusal:
        prepare(tmp_path, lines(*quantities))
    assert "'새 고객.csv'" in refusal.value.ko


YES_NO = [(["Y", "N"], ["O", "X"]), (["예", "아니오"], ["1", "0"]), (["참", "거짓"], ["X", ""])]


@pytest.mark.parametrize(("old", "new"), YES_NO)
@pytest.mark.parametrize("times", [1, 40])
def test_another_pair_of_words_for_yes_and_no_is_refused(tmp_path, old, new, times):
    with pytest.raises(PredictionRefused) as refusal:
        compare(tmp_path, "이체", old, new * times)
    assert refusal.value.code == "columns_unreadable"
    assert "'이체'" in refusal.value.ko
    assert new[0] in refusal.value.en


def test_a_single_no_in_other_words_is_refused_too(tmp_path):
    with pytest.raises(PredictionRefused, match="이체"):
        compare(tmp_path, "이체", ["Y", "N"], ["X"])


def test_yes_and_no_of_training_are_read_in_any_composition(tmp_path):
    decomposed = [unicodedata.normalize("NFD", word) for word in ("예", "아니오")]
    values, codes, _ = compare(tmp_path, "이체", ["예", "아니오"], decomposed)
    assert (values, codes) == (["예", "아니오"], [])


@pytest.mark.parametrize("form", ["NFD", "NFC"])
def test_categories_are_the_same_in_any_composition(tmp_path, form):
    old = [
        unicodedata.normalize("NFC" if form == "NFD" else "NFD", name) for name in ("서울", "부산", "제주")
    ]
    new = [unicodedata.normalize(form, name) for name in ("부산", "서울")]
    values, codes, _ = compare(tmp_path, "지역", old, new)
    assert (values, codes) == (["부산", "서울"], [])


def test_a_training_table_in_both_compositions_has_one_category(tmp_path):
    both = ["서울", unicodedata.normalize("NFD", "서울"), "부산"]
    values, codes, _ = compare(tmp_path, "지역", both, ["서울", "서울", "부산"] * 40)
    assert set(values) == {"서울", "부산"}
    assert codes == []


PERCENTAGES = [f"{n}%" for n in range(51)]


@pytest.mark.parametrize("new", [["12"], ["1", "34", "0"], ["12", "34"] * 60])
def test_percentages_without_their_sign_are_read_as_in_training_and_told(tmp_path, new):
    values, codes, notes = compare(tmp_path, "할인율", PERCENTAGES, new)
    assert values == pytest.approx([float(cell) / 100 for cell in new])
    assert "out_of_range" in codes
    told = next(note for note in notes if note.code == "out_of_range")
    assert f"'{new[0]}' → {new[0]}%" in told.ko
    assert f"'{new[0]}' as {new[0]}%" in told.en


def test_fractions_that_a_workbook_stores_for_percentages_stay_as_they_are(tmp_path):
    values, codes, _ = compare(tmp_path, "할인율", PERCENTAGES, ["0.12", "0.4"])
    assert values == [0.12, 0.4]
    assert codes == ["percent_missing"]


def test_percentages_with_their_sign_are_no_news(tmp_path):
    values, codes, _ = compare(tmp_path, "할인율", PERCENTAGES, ["12%", "40%"])
    assert (values, codes) == ([0.12, 0.4], [])


def test_a_sign_that_training_did_not_have_is_told(tmp_path):
    _, codes, notes = compare(tmp_path, "할인율", [str(n) for n in range(51)], ["12%"])
    assert codes == ["unit_changed"]
    assert "'12%' → 0.12" in notes[0].ko


def test_a_fraction_where_training_had_whole_numbers_is_compared_with_them(tmp_path):
    values, codes, _ = compare(tmp_path, "나이", [str(n) for n in range(20, 76)], ["30.5"])
    assert (values, codes) == ([30.5], [])


def test_a_training_table_of_fractions_takes_percentages(tmp_path):
    values, codes, _ = compare(tmp_path, "할인율", [f"0.{n:02}" for n in range(51)], ["12%"])
    assert (values, codes) == ([0.12], [])


@pytest.mark.parametrize(("old", "new"), [("{}kg", "{}g"), ('"{},000원"', "{}000달러")])
def test_another_unit_than_in_training_is_refused_for_one_row(tmp_path, old, new):
    with pytest.raises(PredictionRefused, match="'무게'"):
        compare(tmp_path, "무게", [old.format(n) for n in range(30, 120)], [new.format(77)])


@pytest.mark.parametrize(("new", "unit"), [("${}", "달러"), ("{}kg", "kg"), ("{}원", "원")])
def test_a_unit_that_training_did_not_have_is_told(tmp_path, new, unit):
    values, codes, notes = compare(tmp_path, "무게", [str(n) for n in range(30, 120)], [new.format(77)])
    assert (values, codes) == ([77], ["unit_added"])
    assert f"{unit} 1칸" in notes[0].ko
    assert f"{unit} in 1 cells" in notes[0].en


@pytest.mark.parametrize(("old", "new"), [('"{},000원"', "₩{}000"), ("{}kg", "{}")])
def test_the_same_unit_in_another_form_or_left_out_is_no_news(tmp_path, old, new):
    _, codes, _ = compare(tmp_path, "무게", [old.format(n) for n in range(30, 120)], [new.format(77)])
    assert codes == []


@pytest.mark.parametrize("rows", [1, 10, 120])
def test_a_value_far_out_of_the_range_is_told_for_any_number_of_rows(tmp_path, rows):
    ages = [str(n) for n in range(20, 76)]
    _, codes, notes = compare(tmp_path, "나이", ages, ["500", *(ages * 3)[: rows - 1]])
    assert codes == ["out_of_range"]
    assert all(shown in notes[0].ko for shown in ("1행", "20 ~ 75", "500"))


@pytest.mark.parametrize(("old", "new"), [(range(20, 76), "19"), (range(30_000, 120_000, 900), "70")])
def test_a_single_row_out_of_the_range_is_told(tmp_path, old, new):
    assert "out_of_range" in compare(tmp_path, "값", [str(n) for n in old], [new])[1]


def test_a_day_out_of_the_range_is_shown_as_a_day(tmp_path):
    days = [f"2024-01-{day:02}" for day in range(1, 32)]
    _, codes, notes = compare(tmp_path, "가입일", days, ["2031-05-06"])
    assert codes == ["out_of_range"]
    assert "2031-05-06)" in notes[0].ko


def test_a_single_row_of_an_unseen_category_is_told(tmp_path):
    _, codes, notes = compare(tmp_path, "지역", ["서울", "부산", "제주"], ["세종"])
    assert codes == ["unseen_categories"]
    assert "'세종'" in notes[0].ko


@pytest.mark.parametrize(
    ("training", "new", "codes"),
    [
        (["1:02:03", "0:30:10", "2:00:59"], "1:15", ["seconds_missing"]),
        (["1:02:03", "0:30:10", "2:00:59"], "0:45:10", []),
        (["1:02:03", "0:30:10", "2:00:59"], "75분", []),
        (["1:02", "0:30", "2:00"], "1:15", []),
        (["오전 1:02", "오후 0:30", "오전 2:00"], "1:15", []),
        (["12:34.5", "2:30.1", "1:05.9"], "1:15", ["seconds_missing", "out_of_range"]),
    ],
)
def test_a_time_without_the_seconds_that_training_had_is_told(tmp_path, training, new, codes):
    _, told, notes = compare(tmp_path, "통화", training, [new])
    assert told == codes
    assert not codes or f"'{new}'" in notes[0].ko


def test_a_row_like_those_of_training_gives_nothing_but_that_it_is_one(tmp_path):
    _, _, notes = compare(tmp_path, "지역", ["서울", "부산", "제주"], ["제주"])
    assert [note.code for note in notes] == ["too_few_rows"]


def test_words_taken_as_blank_are_told_in_one_note(tmp_path):
    values, _, notes = compare(tmp_path, "나이", [str(n) for n in range(20, 76)], ["30", "-", "없음"])
    assert np.isnan(values[1:]).all()
    (note,) = [note for note in notes if note.code == "missing_word"]
    assert "'나이' 칼럼 '-', '없음' 2칸" in note.ko


@pytest.mark.parametrize("total", ["합계,4200", '총계,"4,200"'])
def test_a_total_at_the_end_is_told_with_its_row(tmp_path, total):
    _, schema, reference = read(
        tmp_path / "old", "지역,금액\n" + "".join(f"{'서울' if n % 2 else '부산'},{n}\n" for n in range(100))
    )
    rows, _, _ = read(
        tmp_path / "new", "지역,금액\n" + "".join(f"서울,{n}\n" for n in range(60)) + total + "\n"
    )
    prepared = prepare_rows(rows, schema, ["c0001", "c0002"], reference, tmp_path)
    (note,) = [note for note in prepared.notes if note.code.startswith("total_rows")]
    assert "61행" in note.ko
    assert "row 61" in note.en


def test_what_was_kept_of_a_training_table_survives_json(tmp_path):
    _, _, reference = read(tmp_path, learnt("무게", ["3kg", "4kg", "5kg"]))
    kept = ReferenceTable.from_dict(json.loads(json.dumps(reference.to_dict())))
    assert kept.profile.columns == reference.profile.columns
    assert kept.form("c0002") == WrittenForm(percent=0, present=200, has_unit=True)


def test_what_was_kept_before_there_were_forms_still_serves(tmp_path):
    _, _, reference = read(tmp_path, learnt("무게", ["3", "4", "5"]))
    older = ReferenceTable.from_dict(
        {name: value for name, value in reference.to_dict().items() if name != "forms"}
    )
    assert older.profile.columns == reference.profile.columns
    assert older.form("c0002") is None


@pytest.mark.parametrize("cell", ["2025.08.01", "2025/08/01", "2025년 8월 1일", "25.08.01"])
def test_dates_in_another_written_form_are_the_same_dates(tmp_path, cell):
    old = [f"2025-08-{day:02d}" for day in range(1, 29)]
    values, codes, _ = compare(tmp_path, "기준일", old, [cell, "2025-08-02"])
    assert [str(value)[:10] for value in values] == ["2025-08-01", "2025-08-02"]
    assert codes == [OTHER_DATES]
