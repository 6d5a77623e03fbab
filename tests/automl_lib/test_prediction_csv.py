"""Predictions as CSV: what people gave comes back, formulas don't run, nothing half-written stays."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from automl_lib.prediction_csv import (
    INTERVAL_LABELS,
    PREDICTION_LABEL,
    PredictedRows,
    escape_formula,
    header,
    plain_number,
    write_predictions,
)


def read_back(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
awkward = st.sampled_from(
    ["=1+1", "-12.5", "+82-2-123", "@SUM(A1)", "\t=x", "1,234원", 'a"b', "줄\n바꿈", "\r", "-", "'"]
)
tables = st.integers(1, 4).flatmap(
    lambda width: st.lists(st.lists(st.none() | awkward | texts, min_size=width, max_size=width), max_size=8)
)


@settings(deadline=None)
@given(tables)
def test_cells_come_back_as_they_were_but_for_escaped_formulas(cells: list[list[str | None]]) -> None:
    width = len(cells[0]) if cells else 1
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "예측.csv"
        write_predictions(path, [f"열{i}" for i in range(width)], [PredictedRows(cells, ["예"] * len(cells))])
        back = read_back(path)
    assert len(back) == len(cells) + 1
    for row, line in zip(cells, back[1:], strict=True):
        assert line[-1] == "예"
        for cell, read in zip(row, line, strict=False):
            original = cell or ""
            assert read in (original, "'" + original)
            assert not read.startswith(("=", "@", "\t", "\r"))
            if read != original:
                assert original[0] in "=+-@\t\r\n＝＋－＠"


@pytest.mark.parametrize(
    "cell", ["-12.5", "+3", "-1,234,567.8", "-1e-5", "-45%", "-.5", "12", "", "가-나", "1=1", "'=1"]
)
def test_numbers_and_plain_text_stay(cell: str) -> None:
    assert escape_formula(cell) == cell


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        "+1+1",
        "-1+cmd|' /C calc'!A0",
        "@SUM(A1)",
        "-",
        "-.",
        "--1",
        "-1-1",
        "\t=1",
        "\r=1",
        "＝1",
        "+82-10",
    ],
)
def test_what_a_spreadsheet_would_run_is_escaped(cell: str) -> None:
    assert escape_formula(cell) == "'" + cell


def test_excel_in_korea_opens_it_right(tmp_path: Path) -> None:
    path = tmp_path / "예측.csv"
    write_predictions(
        path, ["업체명"], [PredictedRows([["가람(주)"]], ["우수"], [[0.75, 0.25]])], ["우수", "미흡"]
    )
    expected = "업체명,예측(prediction),확률_우수,확률_미흡\r\n가람(주),우수,0.750000,0.250000\r\n"
    assert path.read_bytes() == b"\xef\xbb\xbf" + expected.encode()


def test_names_already_taken_get_a_number() -> None:
    labels = ["예측(prediction)", "예측(prediction)_2", "확률_예"]
    assert header(labels, ["예", "예_2"])[3:] == ["예측(prediction)_3", "확률_예_2", "확률_예_2_2"]


def test_headers_and_classes_are_escaped_too(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    write_predictions(path, ["=열"], [PredictedRows([["1"]], ["=cmd"])])
    assert read_back(path) == [["'=열", "예측(prediction)"], ["1", "'=cmd"]]


def test_rows_are_written_a_chunk_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    sizes: list[int] = []

    def parts() -> Iterator[PredictedRows]:
        for number in range(3):
            yield PredictedRows([[str(number)]] * 20_000, [None] * 20_000)
            sizes.append((tmp_path / "out.csv.part").stat().st_size)

    assert write_predictions(path, ["열"], parts()) == 60_000
    assert 0 < sizes[0] < sizes[1] < sizes[2]
    assert [row[0] for row in read_back(path)[1:]] == ["0"] * 20_000 + ["1"] * 20_000 + ["2"] * 20_000


def test_a_failure_leaves_the_old_file_and_no_half_of_the_new(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    write_predictions(path, ["열"], [PredictedRows([["앞"]], ["예"])])
    broken = [PredictedRows([["뒤"]], ["예"]), PredictedRows([["뒤"], ["뒤"]], ["예"])]
    with pytest.raises(ValueError, match="zip"):
        write_predictions(path, ["열"], broken)
    assert read_back(path)[1] == ["앞", "예"]
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    "part",
    [
        PredictedRows([["a", "b"]], ["예"], [[1.0, 0.0]]),
        PredictedRows([["a"]], ["예"], [[1.0]]),
        PredictedRows([["a"]], ["예"]),
    ],
)
def test_rows_that_do_not_fit_the_header_are_refused(tmp_path: Path, part: PredictedRows) -> None:
    with pytest.raises(ValueError, match="probabilities"):
        write_predictions(tmp_path / "out.csv", ["열"], [part], ["예", "아니오"])


def test_numbers_have_the_bounds_of_their_intervals(tmp_path: Path) -> None:
    part = PredictedRows([["가"], ["나"]], ["1.5", "2"], intervals=[(1.0, 2.0), (-0.1 - 0.2, 4.25)])
    write_predictions(tmp_path / "예측.csv", ["이름"], [part], with_intervals=True)
    assert read_back(tmp_path / "예측.csv") == [
        ["이름", PREDICTION_LABEL, *INTERVAL_LABELS],
        ["가", "1.5", "1", "2"],
        ["나", "2", "-0.3", "4.25"],
    ]


def test_intervals_that_are_missing_are_an_error(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="intervals"):
        write_predictions(
            tmp_path / "예측.csv", ["이름"], [PredictedRows([["가"]], ["1"])], with_intervals=True
        )


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0.1 + 0.2, "0.3"),
        (12345678.9, "12345679"),
        (1 / 3, "0.333333"),
        (-2.0, "-2"),
        (1.5e-7, "0.00000015"),
        (3e20, "300000000000000000000"),
        (0.0, "0"),
        (100.0, "100"),
    ],
)
def test_a_number_is_written_without_exponent_and_binary_noise(value: float, written: str) -> None:
    assert plain_number(value) == written


def test_reasons_come_last_and_are_escaped(tmp_path: Path) -> None:
    part = PredictedRows(
        [["1"], ["2"]], ["yes", "no"], [[0.2, 0.8], [0.9, 0.1]], None, [["=나이 45 (+0.21)"], []]
    )
    written = write_predictions(tmp_path / "out.csv", ["이유 1"], [part], ["no", "yes"], reasons=3)
    assert written == 2
    head, first, second = read_back(tmp_path / "out.csv")
    assert head[-3:] == ["이유 1_2", "이유 2", "이유 3"]  # the file has a column 이유 1
    assert head[:-3] == header(["이유 1"], ["no", "yes"])
    assert first[-3:] == ["'=나이 45 (+0.21)", "", ""]
    assert second[-3:] == ["", "", ""]


def test_reasons_that_are_missing_are_an_error(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no reasons"):
        write_predictions(tmp_path / "out.csv", ["a"], [PredictedRows([["1"]], ["x"])], reasons=3)
