"""The one-shot with real files, reader included."""

import json

import polars as pl
import pytest

from automl_lib.errors import FileRefused, PlanRefused, PredictionRefused
from automl_lib.fit import fit_file
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
    from automl_lib.reading import read_table
    from automl_lib.training import train

    work = tmp_path / "work"
    work.mkdir()
    schema = read_table(files[0], work, name="train.csv").schema
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
