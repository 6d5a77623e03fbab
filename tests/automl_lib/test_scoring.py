"""A file of new rows is scored with what is doubtful in it, or refused by its name."""

from __future__ import annotations

import csv
import json
import unicodedata
from dataclasses import replace

import pytest

from automl_lib.drift import ReferenceTable, reference_table
from automl_lib.errors import PredictionRefused
from automl_lib.frame import load_frame
from automl_lib.persistence import load_model, save_model
from automl_lib.plan import PreprocessingPlan
from automl_lib.prediction_csv import PREDICTION_LABEL
from automl_lib.profile import TableProfile, profile_table
from automl_lib.reading.choices import ReadLimits
from automl_lib.reading.parsing.parse import family_of
from automl_lib.reading.table import read_table
from automl_lib.scoring import score_table
from automl_lib.training import train
from domain.columns import ColumnType
from domain.preprocessing import Missing
from domain.table_schema import TableSchema

HEADER = ("Fresh", "Milk", "지역", "가입일", "회원")
_PARSING = {ColumnType.BOOL: {"family": family_of(["예", "아니오"])}}


def score(model, folder, header, row):
    columns = [replace(c, parsing=_PARSING.get(c.type, {})) for c in model.schema.columns]
    model = replace(model, schema=TableSchema(tuple(columns)))
    lines = [",".join(header), *[",".join(row)] * 30]
    (folder / "upload").write_text("\n".join(lines) + "\n", encoding="utf-8")
    report = read_table(folder / "upload", folder, "시월 고객.csv", ReadLimits())
    reference = ReferenceTable(TableProfile(0))
    return score_table(model, report, folder / "cells.parquet", reference, folder / "out.csv")


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


CHURN = "고객번호,나라,메모,나이,지역,이체,할인율,해지"


def customer(row: int) -> dict[str, str]:
    """Who leaves has a discount under 20% and is from 부산, or pays by hand."""
    city, percent, by_hand = ("서울", "부산", "제주")[row % 3], row * 7 % 50, row % 5 == 0
    leaves = (percent < 20 and city == "부산") or by_hand
    cells = (f"K{row:05}", "한국", "", str(20 + row % 55), city, "N" if by_hand else "Y", f"{percent}%")
    return dict(zip(CHURN.split(","), (*cells, "예" if leaves else "아니오"), strict=True))


def as_csv(rows: list[dict[str, str]], without: tuple[str, ...] = ()) -> str:
    names = [name for name in CHURN.split(",") if name not in without]
    return "\n".join([",".join(names), *(",".join(row[name] for name in names) for row in rows)]) + "\n"


@pytest.fixture(scope="module")
def churn(tmp_path_factory):
    """A model of who leaves, kept and loaded, and its training table."""
    folder = tmp_path_factory.mktemp("churn")
    report = read(folder, as_csv([customer(row) for row in range(200)]))
    typed, cells = folder / "typed.parquet", folder / "cells.parquet"
    profile = profile_table(typed, report.schema, cells_parquet=cells)
    frame = load_frame(typed, report.schema)
    plan = PreprocessingPlan("c0008", tuple(f"c{place:04}" for place in range(1, 8)), missing=Missing.KEEP)
    model = train(frame, report.schema, plan, "decision_tree")
    kept = load_model(folder / "kept", save_model(model, folder / "kept").digest)
    return kept, reference_table(profile, report.schema, report.ledger)


def read(folder, text):
    (folder / "upload").write_text(text, encoding="utf-8")
    return read_table(folder / "upload", folder, "시월 고객.csv", ReadLimits())


def predict(churn, folder, text):
    """(what was predicted, the codes of the warnings, the warnings) of a file of new customers."""
    folder.mkdir(exist_ok=True)
    model, reference = churn
    report = read(folder, text)
    scored = score_table(model, report, folder / "cells.parquet", reference, folder / "out.csv")
    with (folder / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        predicted = [row[PREDICTION_LABEL] for row in csv.DictReader(file)]
    assert len(predicted) == scored.rows
    return predicted, [warning["code"] for warning in scored.warnings], scored.warnings


NEW = [customer(row) for row in range(300, 420)]


@pytest.fixture(scope="module")
def expected(churn, tmp_path_factory):
    predicted, codes, _ = predict(churn, tmp_path_factory.mktemp("base"), as_csv(NEW, ("해지",)))
    assert set(predicted) == {"예", "아니오"}
    assert codes == []
    return predicted


@pytest.mark.parametrize("unused", [("고객번호",), ("나라", "메모"), ("고객번호", "나라", "메모")])
def test_columns_that_the_plan_leaves_out_are_not_asked_for(churn, expected, tmp_path, unused):
    predicted, codes, _ = predict(churn, tmp_path, as_csv(NEW, (*unused, "해지")))
    assert (predicted, codes) == (expected, [])


@pytest.mark.parametrize("used", ["나이", "지역", "이체", "할인율"])
def test_columns_that_the_model_uses_are_asked_for(churn, tmp_path, used):
    with pytest.raises(PredictionRefused, match=used):
        predict(churn, tmp_path, as_csv(NEW, (used, "해지")))


def test_values_in_separate_letters_are_the_same_values(churn, expected, tmp_path):
    text = unicodedata.normalize("NFD", as_csv(NEW, ("해지",)))
    assert text != as_csv(NEW, ("해지",))
    predicted, codes, _ = predict(churn, tmp_path, text)
    assert (predicted, codes) == (expected, [])


@pytest.mark.parametrize("rows", [1, 10, 120])
def test_percentages_without_their_sign_are_predicted_as_with_it(churn, expected, tmp_path, rows):
    bare = [{**row, "할인율": row["할인율"].removesuffix("%")} for row in NEW[-rows:]]
    predicted, codes, warnings = predict(churn, tmp_path, as_csv(bare, ("해지",)))
    assert predicted == expected[-rows:]
    assert codes == (["out_of_range"] if rows >= 50 else ["out_of_range", "too_few_rows"])
    assert warnings[0]["column"] == "할인율"


@pytest.mark.parametrize("words", [("O", "X"), ("1", "0"), ("TRUE", "FALSE"), ("예", "아니오"), ("유", "무")])
@pytest.mark.parametrize("rows", [1, 120])
def test_other_words_for_yes_and_no_are_refused(churn, tmp_path, words, rows):
    others = [{**row, "이체": words[row["이체"] == "N"]} for row in NEW[:rows]]
    with pytest.raises(PredictionRefused, match="이체") as refusal:
        predict(churn, tmp_path, as_csv(others, ("해지",)))
    assert refusal.value.code == "columns_unreadable"


@pytest.mark.parametrize("rows", [10, 120])
def test_a_total_behind_a_blank_row_is_told(churn, expected, tmp_path, rows):
    text = as_csv(NEW[:rows], ("해지",)) + ",,,,,,\n합계,,,4200,,,\n"
    predicted, _, warnings = predict(churn, tmp_path, text)
    assert predicted[:rows] == expected[:rows]
    (total,) = [warning for warning in warnings if warning["code"].startswith("total_rows")]
    assert f"{rows + 1}행('합계')" in total["ko"]


def test_many_rows_are_scored_in_batches_with_the_same_result(churn, expected, tmp_path, monkeypatch):
    monkeypatch.setattr("automl_lib.scoring.BATCH_ROWS", 7)
    assert predict(churn, tmp_path, as_csv(NEW, ("해지",)))[0] == expected


def test_what_is_warned_of_can_be_kept_as_json(churn, tmp_path):
    strange = [{**NEW[0], "지역": "세종", "나이": "500"}]
    _, codes, warnings = predict(churn, tmp_path, as_csv(strange, ("해지",)))
    assert codes == ["out_of_range", "unseen_categories", "too_few_rows"]
    assert json.loads(json.dumps(warnings)) == warnings
    assert all(warning["ko"] and warning["en"] for warning in warnings)
