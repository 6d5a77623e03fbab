"""What MLflow keeps of a training: a model that says what it takes, and the table it was trained on."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pandas as pd
import pytest

from automl_lib.frame import load_frame
from automl_lib.persistence import save_model
from automl_lib.plan import suggest_plan
from automl_lib.reading.job import read_here
from automl_lib.reading.limits import ReadLimits
from automl_lib.training import train
from resources.tracking import DataMirror, Tracking, TrainingMirror, client

pytestmark = pytest.mark.slow

DOC = "261122000000001"


@pytest.fixture
def tracking(tmp_path, monkeypatch):
    """MLflow over a database of its own, without a server."""
    monkeypatch.setattr(client, "answers", lambda url: True)
    monkeypatch.chdir(tmp_path)
    return Tracking(url=f"sqlite:///{tmp_path / 'mlflow.db'}")


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "고객.csv"
    lines = [
        f'{n % 40},"{n * 1000:,}",2024-{n % 12 + 1:02d}-{n % 28 + 1:02d},{"" if n % 9 == 0 else "가나다"[n % 3]},'
        f"{'예' if n % 40 > 22 else '아니오'}"
        for n in range(160)
    ]
    path.write_text("나이,구매 금액,가입일,지역,재구매\n" + "\n".join(lines) + "\n", encoding="utf-8")
    return path


def mirror_of(tmp_path, table, code="decision_tree"):
    report = read_here(table, tmp_path, table.name, ReadLimits())
    frame = load_frame(tmp_path / "typed.parquet", report.schema)
    target = report.schema.by_label("재구매").key
    plan, _ = suggest_plan(frame, report.schema, target)
    model = train(frame, report.schema, plan, code)
    (tmp_path / "model").mkdir()
    return model, TrainingMirror(
        training_id="261122000000001",
        doc_id=DOC,
        document_name="고객",
        model_code=code,
        params={"seed": 7},
        metrics={"f1": 0.5},
        history=[],
        pictures={},
        evaluation={"positive_class": model.positive_class, "threshold": model.threshold},
        model=tmp_path / "model",
        model_digest=save_model(model, tmp_path / "model").digest,
        logged_at=datetime(2026, 11, 22, tzinfo=UTC),
        tags={},
        inputs=[report.schema.by_key(key).label for key in plan.columns],
        classes=model.classes,
        data=DataMirror(table.name, str(table), "ab" * 32, report.rows),
    )


def test_the_champion_says_what_it_takes_and_predicts_text_and_typed_rows_alike(tmp_path, tracking, table):
    import mlflow

    model, mirror = mirror_of(tmp_path, table)
    run_id = tracking.mirror(mirror)
    tracking.confirm(doc_id=DOC, document_name="고객", mlflow_run_id=run_id)
    champion = mlflow.pyfunc.load_model(f"models:/automl-{DOC}@champion")
    signature = champion.metadata.signature
    assert signature.inputs.input_names() == ["나이", "구매 금액", "가입일", "지역"]
    assert signature.outputs.input_names() == [
        "prediction",
        *(f"probability_{name}" for name in model.classes),
    ]
    assert champion.metadata.metadata == {
        "classes": list(model.classes),
        "positive_class": "예",
        "threshold": model.threshold,
    }

    as_text = pd.read_csv(table, dtype=str, keep_default_na=False, na_values=[""])
    typed = pd.read_csv(table, thousands=",", parse_dates=["가입일"])
    typed["나이"] = typed["나이"].astype("Int64")
    assert typed["가입일"].dtype.kind == "M"
    expected = champion.predict(as_text)
    assert set(expected["prediction"]) == {"예", "아니오"}
    pd.testing.assert_frame_equal(champion.predict(typed), expected)
    with pytest.raises(mlflow.MlflowException, match="나이"):
        champion.predict(typed.drop(columns="나이"))


def test_a_model_server_takes_rows_as_json(tmp_path, tracking, table):
    import mlflow
    from mlflow.pyfunc.scoring_server import infer_and_parse_data

    _, mirror = mirror_of(tmp_path, table)
    run_id = tracking.mirror(mirror)
    champion = mlflow.pyfunc.load_model(f"runs:/{run_id}/model")
    rows = [
        {"나이": 30, "구매 금액": "12,000", "가입일": "2024-03-05", "지역": None},
        {"나이": "5", "구매 금액": 700, "가입일": None, "지역": "나"},
    ]
    sent = json.loads(json.dumps({"dataframe_records": rows}))
    parsed = infer_and_parse_data(sent, champion.metadata.get_input_schema())
    assert len(champion.predict(parsed)) == 2


def test_the_run_names_the_table_it_was_trained_on(tmp_path, tracking, table):
    import mlflow

    _, mirror = mirror_of(tmp_path, table, "k_means")
    run_id = tracking.mirror(mirror)
    (given,) = mlflow.MlflowClient(tracking.url).get_run(run_id).inputs.dataset_inputs
    assert (given.dataset.name, given.dataset.digest) == ("고객.csv", ("ab" * 32)[:36])
    assert json.loads(given.dataset.source) == {"uri": str(table)}
    assert [(tag.key, tag.value) for tag in given.tags] == [("mlflow.data.context", "training")]
