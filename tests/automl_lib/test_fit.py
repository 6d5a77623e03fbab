"""The one-shot with real files, reader included."""

import json

import polars as pl
import pytest

from automl_lib.errors import FileRefused, PlanRefused, PredictionRefused
from automl_lib.fit import fit_file
from automl_lib.fitted_models import share_of
from automl_lib.persistence import load_model, save_model
from automl_lib.raw_rows import predict_raw

HEADLINES = {"precision", "sensitivity", "f1", "roc_auc", "log_loss", "fit_seconds"}


@pytest.fixture
def files(tmp_path, table):
    """(training file, test file) as people would have them; the latter's headers are spaced differently."""
    labels = {c.key: c.label for c in table.schema.columns}
    people = table.frame.rename(columns=labels)
    people["가입일"] = people["가입일"].dt.strftime("%Y-%m-%d")
    people["Milk"] = people["Milk"].astype("Int64")
    people.iloc[:110].to_csv(tmp_path / "train.csv", index=False)
    people.iloc[110:].rename(columns={"지역": "지 역"}).to_csv(tmp_path / "test.csv", index=False)
    return tmp_path / "train.csv", tmp_path / "test.csv"


def test_the_result_is_the_documented_contract(files):
    found = json.loads(
        json.dumps(fit_file(files[0], "y", ["decision_tree", "svm", "k_means"]), allow_nan=False)
    )
    assert set(found["models"]) == {"decision_tree", "svm"}
    assert all(set(scores) >= HEADLINES for scores in found["models"].values())
    assert found["best"] in found["models"]
    assert set(found["clusterings"]) == {"k_means"}
    columns = {tuple(one["labels"]) for one in found["importances"]["importances"]}
    assert columns == {("Fresh",), ("Milk",), ("지역",), ("가입일",), ("회원",)}


def test_combining_models_is_allowed_less_time_than_training_one():
    assert share_of(50.0, ["linear", "svm", "ensemble"]) == pytest.approx(50.0 / 2.25)
    assert share_of(50.0, ["svm", "ensemble"]) == pytest.approx(40.0)
    assert share_of(50.0, ["ensemble"]) == 50.0
    assert share_of(-1.0, ["svm"]) == 0.0


def test_within_a_short_limit_the_quick_families_are_trained_first(files):
    found = fit_file(files[0], "y", ["neural_network", "decision_tree", "linear"], budget_seconds=0.001)
    assert next(iter(found["models"])) == "linear"
    assert "neural_network" in found["refused"]
    unlimited = fit_file(files[0], "y", ["decision_tree", "linear"])
    assert list(unlimited["models"]) == ["decision_tree", "linear"]


def test_without_time_the_importance_of_columns_is_left_out(files):
    found = fit_file(files[0], "y", ["decision_tree", "linear", "random_forest"], budget_seconds=0.001)
    assert (found["best"], found["importances"]) == ("linear", None)
    assert "importances_left_out" in {note["code"] for note in found["notes"]}
    # One model is trained in any time; others would only make people wait longer.
    assert set(found["refused"]) == {"decision_tree", "random_forest"}


def test_a_test_file_is_what_is_scored_on(files):
    found = fit_file(files[0], "y", ["decision_tree"], test_path=files[1])
    assert found["rows"] == {"train": 110, "test": 50}


def test_the_test_file_changes_nothing_in_what_is_best_or_learned(files, tmp_path):
    other = tmp_path / "other.csv"
    lines = files[1].read_text().splitlines()
    other.write_text("\n".join(lines[:20]) + "\n")
    first, second = (
        fit_file(files[0], "y", ["decision_tree", "svm"], test_path=t) for t in (files[1], other)
    )
    assert first["best"] == second["best"]
    for code in first["models"]:
        assert first["models"][code]["validation"] == second["models"][code]["validation"]


def test_an_unknown_target_is_refused_with_the_headers_there_are(files):
    with pytest.raises(PlanRefused, match="Fresh"):
        fit_file(files[0], "nothing", ["decision_tree"])


def test_a_test_file_without_a_used_column_is_refused(files, tmp_path):
    pl.read_csv(files[1]).drop("Fresh").write_csv(tmp_path / "short.csv")
    with pytest.raises(PredictionRefused, match="Fresh") as refusal:
        fit_file(files[0], "y", ["decision_tree"], test_path=tmp_path / "short.csv")
    assert "'short.csv' 파일" in refusal.value.ko
    assert "'short.csv'" in refusal.value.en


def test_a_test_file_of_other_classes_is_refused(files, tmp_path):
    pl.read_csv(files[1]).with_columns(pl.lit("maybe").alias("y")).write_csv(tmp_path / "other.csv")
    with pytest.raises(PlanRefused) as refusal:
        fit_file(files[0], "y", ["decision_tree"], test_path=tmp_path / "other.csv")
    assert refusal.value.code == "test_classes"
    assert "'other.csv'" in refusal.value.ko
    assert "'other.csv'" in refusal.value.en


def test_a_file_that_is_no_table_is_refused(tmp_path):
    (tmp_path / "empty.csv").write_text("")
    with pytest.raises(FileRefused):
        fit_file(tmp_path / "empty.csv", "y")


def test_new_cells_are_predicted_by_a_kept_model(files, tmp_path):
    import pandas as pd

    from automl_lib.frame import load_frame
    from automl_lib.plan import suggest_plan
    from automl_lib.reading import read_table_in_subprocess
    from automl_lib.training import train

    work = tmp_path / "work"
    work.mkdir()
    schema = read_table_in_subprocess(files[0], work, name="train.csv").schema
    frame = load_frame(work / "typed.parquet", schema)
    plan, _ = suggest_plan(frame, schema, schema.by_label("y").key)
    model = train(frame, schema, plan, "random_forest")
    model = load_model(tmp_path / "kept", save_model(model, tmp_path / "kept").digest)

    cells = pd.read_csv(files[0], dtype=str)
    with pytest.warns(UserWarning, match="비고") as told:
        found = predict_raw(model, cells[cells.columns[::-1]].assign(비고="?"))
    assert len(told) == 1
    assert (found["prediction"] == model.predict(frame)).all()
    assert len(predict_raw(model, cells.assign(지역="달나라"))) == len(frame)
    with pytest.raises(PredictionRefused, match="지역"):
        predict_raw(model, cells.drop(columns="지역"))


def rows_of(number, lines, header):
    return "\n".join([header, *(lines(n) for n in range(number))]) + "\n"


def told(path, target, test=None):
    """What the one-shot tells of a file: (codes of the warnings, of the ledger, of the notes), and everything."""
    found = fit_file(path, target, ["decision_tree"], test_path=test)
    codes = tuple(
        [(one["code"], one["column"]) for one in found[kind]] for kind in ("warnings", "ledger", "notes")
    )
    return codes, found


@pytest.fixture
def left(tmp_path):
    """The reason and the day of leaving are filled only for customers who left; an id; one country; money as people write it."""
    path = tmp_path / "해지.csv"
    lines = rows_of(
        120,
        lambda n: (
            f'K{n:05},한국,{20 + n * 7 % 55},"{n % 9 + 1},000원",'
            f"{'가격,2024-03-05,Y' if n * 13 % 40 < 12 else ',,N'}"
        ),
        "고객번호,나라,나이,월요금,해지사유,해지일,해지",
    )
    path.write_text(lines, encoding="utf-8")
    return path


def test_nothing_is_advised_on_learning_from_the_groups_of_the_split(tmp_path):
    """The result is the patient's, so the number alone gives it away; no model reads it."""
    path = tmp_path / "patients.csv"
    header = "환자번호,혈압,결과"
    path.write_text(
        rows_of(480, lambda n: f"P{n % 120:04},{100 + n * 37 % 61},{'YN'[n % 120 % 7 < 3]}", header),
        encoding="utf-8",
    )
    (warnings, _, notes), found = told(path, "결과")
    assert found["split"]["method"] == "group"
    assert "환자번호" not in [column for _, column in warnings]
    assert [code for code, _ in notes].count("split_group") == 1


def test_what_gives_the_target_away_is_told_as_on_the_full_way(left):
    (warnings, ledger, notes), found = told(left, "해지")
    assert {("leakage", "해지사유"), ("leakage", "해지일")} <= set(warnings)
    assert ("id_like", "고객번호") not in warnings  # the plan leaves it out, and says so
    assert ("currency", "월요금") in ledger or ("unit", "월요금") in ledger
    assert {("column_free_text", "c0001"), ("column_constant", "c0002")} <= set(notes)
    assert json.dumps(found, allow_nan=False)


@pytest.mark.parametrize(("blank", "rows"), [(40, 200), (1, 60)])
def test_rows_without_a_target_are_told(tmp_path, blank, rows):
    path = tmp_path / "결과.csv"
    path.write_text(
        rows_of(rows, lambda n: f"{n % 50},{'' if n < blank else 'YN'[n % 50 > 20]}", "나이,결과"),
        encoding="utf-8",
    )
    _, found = told(path, "결과")
    (note,) = [note for note in found["notes"] if note["code"] == "rows_without_target"]
    assert f"빈 행 {blank}개(전체 {rows}개)" in note["ko"]
    assert f"{blank} of {rows} rows" in note["en"]
    assert sum(found["classes"].values()) == rows - blank


def test_a_total_in_the_training_file_is_told(tmp_path):
    path = tmp_path / "합계.csv"
    path.write_text(
        rows_of(60, lambda n: f"{'서울' if n % 2 else '부산'},{n % 30},{n % 30 // 16}", "지역,건수,답")
        + "합계,900,1\n",
        encoding="utf-8",
    )
    (warnings, _, _), _ = told(path, "답")
    assert ("total_rows", None) in warnings


def test_the_test_file_needs_no_column_that_no_model_sees(left, tmp_path):
    test = tmp_path / "시험.csv"
    pl.read_csv(left, infer_schema=False).drop("고객번호", "나라").head(40).write_csv(test)
    _, found = told(left, "해지", test)
    assert found["rows"] == {"train": 120, "test": 40}
    assert "duplicates_across_split" not in {note["code"] for note in found["notes"]}  # the ids are gone


def test_what_is_doubtful_in_the_test_file_is_told(left, tmp_path):
    test = tmp_path / "시험.csv"
    strange = (
        pl.read_csv(left, infer_schema=False)
        .head(60)
        .with_row_index()
        .with_columns(
            pl.when(pl.col("index") == 0).then(pl.lit("500")).otherwise("나이").alias("나이"),
            pl.when(pl.col("index") < 3).then(None).otherwise("해지").alias("해지"),
        )
        .drop("index")
    )
    strange.write_csv(test)
    (_, _, notes), found = told(left, "해지", test)
    assert ("out_of_range", "나이") in notes
    (blank,) = [note for note in found["notes"] if note["code"] == "test_rows_without_target"]
    assert "'시험.csv' 파일" in blank["ko"]
    assert "빈 행 3개" in blank["ko"]
    assert found["rows"]["test"] == 57


def test_test_rows_of_an_unknown_class_are_told(tmp_path):
    train, test = tmp_path / "학습.csv", tmp_path / "시험.csv"
    train.write_text(rows_of(90, lambda n: f"{n % 50},{'상중하'[n % 3]}", "나이,등급"), encoding="utf-8")
    test.write_text(rows_of(30, lambda n: f"{n},{'상중최'[n % 3]}", "나이,등급"), encoding="utf-8")
    _, found = told(train, "등급", test)
    (note,) = [note for note in found["notes"] if note["code"] == "test_rows_of_unknown_class"]
    assert "('최')의 행 10개" in note["ko"]
    assert found["rows"]["test"] == 20


def test_a_test_file_with_a_column_in_another_form_is_refused(left, tmp_path):
    test = tmp_path / "시험.csv"
    pl.read_csv(left, infer_schema=False).with_columns(pl.lit("스물").alias("나이")).write_csv(test)
    with pytest.raises(PredictionRefused, match="나이") as refusal:
        fit_file(left, "해지", ["decision_tree"], test_path=test)
    assert refusal.value.code == "columns_unreadable"


def test_sentences_there_was_no_time_for_are_said(tmp_path):
    """Both kinds of inquiries lead to leaving or not; without time, only the number is learned from."""
    rows = "\n".join(
        f"{n % 7},{'해지 요청합니다' if n % 2 else '문의드립니다'} {n},{'예' if n % 2 else '아니오'}"
        for n in range(200)
    )
    path = tmp_path / "문의.csv"
    path.write_text(f"x,내용,이탈\n{rows}\n", encoding="utf-8")
    found = fit_file(path, "이탈", ["linear"], budget_seconds=0.001)
    assert found["models"]["linear"]["settings"]["text_columns_left_out"] == ["내용"]
    assert "'내용'" in next(note["ko"] for note in found["notes"] if note["code"] == "texts_left_out")
