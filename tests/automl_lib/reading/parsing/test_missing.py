"""Which words mean missing is decided per column from its other cells, and a person may say otherwise."""

from __future__ import annotations

from collections import Counter

import polars as pl
import pytest

from automl_lib.reading import ReadChoices, parse_cells, retype, write_typed
from domain.columns import Reading


def column(cells: list[str], label: str = "값") -> str:
    return f"{label},줄\n" + "".join(f'"{cell}",r{number}\n' for number, cell in enumerate(cells))


@pytest.mark.parametrize(
    ("counts", "label"),
    [
        ({"None": 53, "Mild": 81, "Severe": 66}, "중증도"),
        ({"NA": 12, "EU": 30, "AS": 20, "SA": 9}, "대륙"),
        ({"none": 20, "low": 15, "high": 9}, "risk"),
        ({"Y": 98, "X": 102}, "연체"),
        ({"Y": 40, "-": 60}, "동의"),
        ({"유": 40, "없음": 60}, "병력"),
        ({"유": 40, "-": 60}, "병력"),
        ({"O": 40, "X": 60}, "합격"),
        ({"있음": 30, "NA": 20}, "보험"),
        ({"yes": 30, "none": 20}, "insured"),
        ({"TRUE": 30, "N/A": 20}, "insured"),
        ({"1": 30, "-": 20}, "해지"),
    ],
)
def test_a_word_that_is_an_answer_beside_the_others_is_kept_and_counted(read, counts, label):
    cells = [word for word, number in counts.items() for _ in range(number)]
    outcome = read(column(cells, label))
    assert Counter(outcome.values(label)) == counts
    note = outcome.entry("answer_word", label)
    word = next(word for word in counts if word.lower() in {"none", "na", "x", "-", "없음", "n/a"})
    assert note.count == counts[word]
    assert f"'{word}'" in note.ko


@pytest.mark.parametrize(
    ("cells", "word"),
    [
        (["서울", "부산", "대구"] * 10 + ["None"] * 5, "None"),
        (["서울", "부산", "대구"] * 10 + ["NA"] * 5, "NA"),
        (["Mild", "Severe"] * 10 + ["NA"] * 5, "NA"),
        (["Mild", "Severe"] * 10 + ["#N/A"] * 5, "#N/A"),
        (["Mild", "Severe"] * 10 + ["null"] * 5, "null"),
        (["Y", "N"] * 10 + ["-"] * 5, "-"),
        (["Y", "N"] * 10 + ["NA"] * 5, "NA"),
        (["Yes", "No"] * 10 + ["None"] * 5, "None"),
        (["Y"] * 20 + ["nan"] * 5, "nan"),
        (["Y", "N"] * 10 + ["X"] * 5, "X"),
        (["12", "7"] * 10 + ["-"] * 5, "-"),
        ([f"Customer {n}" for n in range(100)] + ["None"] * 5, "None"),
    ],
)
def test_a_word_that_is_none_of_the_answers_is_missing_and_counted(read, cells, word):
    outcome = read(column(cells))
    assert outcome.values("값").count(None) == 5
    note = outcome.entry("missing_word", "값")
    assert (note.count, note.examples[0]) == (5, (word, None))


def test_an_answer_no_sample_holds_is_kept_where_the_others_say_so(read):
    cells = ["Mild", "Severe"] * 6000
    cells[7] = cells[9_003] = "None"
    assert Counter(read(column(cells)).values("값"))["None"] == 2


def test_new_rows_have_the_same_answers(read):
    schema = read(column(["None", "Mild", "Severe"] * 10)).report.schema
    new = pl.DataFrame({"c0001": ["None", "NA", "Mild"], "c0002": ["a", "b", "c"]})
    assert parse_cells(new, schema)["c0001"].to_list() == ["None", None, "Mild"]


def test_a_person_says_which_words_are_missing(read, tmp_path):
    outcome = read(column(["서울", "부산", "NA", "-"] * 10, "지역"))
    cells = tmp_path / "out" / "cells.parquet"
    for words, expected in (([], ["서울", "부산", "NA", "-"]), (["-", "na"], ["서울", "부산", None, None])):
        schema = retype(cells, outcome.report.schema, {}, {"c0001": words})
        write_typed(cells, schema, tmp_path / "again.parquet")
        assert pl.read_parquet(tmp_path / "again.parquet")["c0001"].to_list()[:4] == expected


def test_a_third_answer_beside_yes_and_no_makes_the_column_text(read, tmp_path):
    outcome = read(column(["Y", "N", "X"] * 10, "동의"))
    assert outcome.types["동의"] == "bool"
    schema = retype(tmp_path / "out" / "cells.parquet", outcome.report.schema, {}, {"c0001": []})
    assert schema.by_key("c0001").type == "text"
    assert parse_cells(outcome.cells, schema)["c0001"].to_list()[:3] == ["Y", "N", "X"]


def test_a_date_or_a_number_may_mean_missing(read, tmp_path):
    outcome = read("종료일,점수\n20240305,10\n99991231,-999\n20240306,12\n")
    cells = tmp_path / "out" / "cells.parquet"
    schema = retype(cells, outcome.report.schema, {}, {"c0001": ["99991231"], "c0002": ["-999"]})
    frame = parse_cells(outcome.cells, schema)
    assert frame["c0001"].null_count() == 1
    assert frame["c0002"].to_list() == [10, None, 12]


def test_choices_hold_from_the_first_reading_on(read):
    choices = ReadChoices(
        {"코드": Reading.TEXT, "금액": Reading.NUMBER}, {"등급": ()}, missing_everywhere=("없음",)
    )
    outcome = read("코드,금액,등급,메모\n12,₩100,가,없음\n13,$7,NA,NA\n14,₩200,가,서울\n", choices=choices)
    assert outcome.types == {"코드": "text", "금액": "integer", "등급": "text", "메모": "text"}
    assert outcome.values("금액") == [100, None, 200]
    assert outcome.values("등급") == ["가", "NA", "가"]
    assert outcome.values("메모") == [None, "NA", "서울"]


def test_choices_travel_as_json():
    choices = ReadChoices({"값": Reading.MONTH}, {"등급": ("-", "없음")}, ())
    assert ReadChoices.from_dict(choices.to_dict()) == choices
    assert ReadChoices.from_dict(ReadChoices().to_dict()) == ReadChoices()
