"""What reading left is among the doubts, with the remedy."""

from __future__ import annotations

import openpyxl
import pytest

from automl_lib.profile import profile_table, profile_warnings
from automl_lib.reading.choices import ReadLimits
from automl_lib.reading.table import read_table
from domain.target_check import ProfileWarning


def doubts(folder, text: str) -> list[ProfileWarning]:
    (folder / "upload").write_text(text, encoding="utf-8")
    report = read_table(folder / "upload", folder, "자료.csv", ReadLimits())
    profile = profile_table(folder / "typed.parquet", report.schema)
    return profile_warnings(profile, report.ledger)


def test_measurements_kept_as_text_are_no_ids_but_to_be_retyped(tmp_path):
    cells = [f"{n * 1.37:.2f}" for n in range(1, 200)] + ["미정"]
    found = doubts(tmp_path, "무게 kg,줄\n" + "".join(f"{cell},{n % 3}\n" for n, cell in enumerate(cells)))
    (warning,) = [w for w in found if w.column == "무게 kg"]
    assert (warning.code, warning.severity) == ("nearly_typed", "warning")
    for sentence in (warning.ko, warning.en):
        assert "200" in sentence
        assert "미정" in sentence
        assert "real" in sentence


def test_rows_with_more_cells_than_names_are_a_doubt(tmp_path):
    (warning,) = [
        w for w in doubts(tmp_path, "지점,매출\n서울,1,234\n부산,5,678\n대구,9\n") if w.code == "long_rows"
    ]
    assert warning.severity == "warning"
    assert "2, 3" in warning.ko
    assert "2, 3" in warning.en


def test_a_delimiter_at_the_end_of_each_line_is_no_doubt(tmp_path):
    assert "long_rows" not in [w.code for w in doubts(tmp_path, "지점,매출\n서울,1,\n부산,5,\n대구,9,\n")]


AMOUNTS = [f"{n * 7_919 % 90_000 + 10_000:,}" for n in range(60)]


@pytest.mark.parametrize(
    ("cells", "code", "remedy"),
    [
        (
            [f"₩{a}" if n % 3 else f"${n}" for n, a in enumerate(AMOUNTS)],
            "mixed_units",
            "--read '금액=number'",
        ),
        ([f"{a}kg" if n % 3 else a for n, a in enumerate(AMOUNTS)], "bare_numbers", "--read '금액=text'"),
        (["20240305", "99991231"] * 30, "far_date", "--missing-words '금액=99991231'"),
        (["2024-03-05", "2024-03-06", "45356"] * 20, "serial_date", "--read '금액=text'"),
        (["2024-03-05T01:00:00Z", "2024-03-05 02:00:00"] * 30, "mixed_zones", "--read '금액=date'"),
        (["03/05/2024", "04/06/2024"] * 30, "ambiguous_date", "--read '금액=date'"),
        (["12:34", "1:02:03"] * 30, "ambiguous_time", "--read '금액=duration'"),
        (["서울", "부산", "NA"] * 20, "missing_word", "--missing-words '금액='"),
        (["Mild", "Severe", "None"] * 20, "answer_word", "--missing-words '금액=None'"),
    ],
)
def test_what_depends_on_a_decision_is_told_with_the_way_to_change_it(tmp_path, cells, code, remedy):
    text = "금액,줄\n" + "".join(f'"{cell}",{n % 3}\n' for n, cell in enumerate(cells))
    (warning,) = [w for w in doubts(tmp_path, text) if w.column == "금액"]
    assert warning.code == code
    assert remedy in warning.ko
    assert remedy in warning.en


@pytest.mark.parametrize(
    "cells",
    [
        [f"{a}원" for a in AMOUNTS],
        [f"{a}.00-" for a in AMOUNTS],
        [f"{n}:{n:02d}:{n * 7 % 60:02d}" for n in range(60)],
        [f"{n}만원" for n in range(1, 61)],
        [f"₩{a}" if n % 2 else f"${a}" for n, a in enumerate(AMOUNTS)],
    ],
)
def test_amounts_and_times_are_no_ids_though_all_differ(tmp_path, cells):
    text = "값,줄\n" + "".join(f'"{cell}",{n % 3}\n' for n, cell in enumerate(cells))
    assert "id_like" not in [w.code for w in doubts(tmp_path, text) if w.column == "값"]


def test_texts_that_all_differ_are_still_like_an_id(tmp_path):
    found = doubts(tmp_path, "이름,수\n" + "".join(f"사람 {n},{n % 3}\n" for n in range(100)))
    assert [w.code for w in found if w.column == "이름"] == ["id_like"]


def test_a_total_at_the_end_is_to_be_removed(tmp_path):
    (warning,) = [
        w
        for w in doubts(tmp_path, '품목,값\n사과,9900\n배,10000\n\n합계,"20,000"\n')
        if w.code == "total_rows"
    ]
    assert "3행('합계')" in warning.ko
    assert "remove it" in warning.en


def test_what_is_doubtful_of_a_whole_workbook_is_a_warning(tmp_path):
    book = openpyxl.Workbook()
    for name in ("1월", "2월"):
        sheet = book.create_sheet(name)
        for row in [["지점", "금액", "비율"], *([f"지점{n}", n * 1000, "=B2/7"] for n in range(1, 9))]:
            sheet.append(row)
        sheet.row_dimensions[4].hidden = True
    del book["Sheet"]
    book.save(tmp_path / "upload")
    report = read_table(tmp_path / "upload", tmp_path, "자료.xlsx", ReadLimits())
    profile = profile_table(tmp_path / "typed.parquet", report.schema)
    found = {w.code: w for w in profile_warnings(profile, report.ledger)}
    assert "2월" in found["sheets_alike"].ko
    assert "1행" in found["hidden_rows"].ko
    assert "'비율'" in found["unsaved_formulas"].ko
    assert {found[code].severity for code in ("sheets_alike", "hidden_rows", "unsaved_formulas")} == {
        "warning"
    }
