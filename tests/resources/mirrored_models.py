"""A small table, and the mirror of a model trained on it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from automl_lib.drift import reference_table
from automl_lib.frame import load_frame
from automl_lib.persistence import save_model
from automl_lib.plan import check_target, suggest_plan
from automl_lib.profile import profile_table
from automl_lib.reading.choices import ReadLimits
from automl_lib.reading.table import read_table
from automl_lib.training import train
from resources.tracking import DataMirror, TrainingMirror

DOC = "261122000000001"


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


def mirror_of(tmp_path, table, code="decision_tree", target_label="재구매"):
    report = read_table(table, tmp_path, table.name, ReadLimits())
    typed = tmp_path / "typed.parquet"
    frame = load_frame(typed, report.schema)
    reference = reference_table(profile_table(typed, report.schema), report.schema, report.ledger)
    target = report.schema.by_label(target_label).key
    task = check_target(frame, report.schema, target).task
    plan, _ = suggest_plan(frame, report.schema, target, task=task)
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
        evaluation={
            "positive_class": model.positive_class,
            "threshold": model.threshold,
            "interval_share": 0.9,
        },
        model=tmp_path / "model",
        model_digest=save_model(model, tmp_path / "model").digest,
        logged_at=datetime(2026, 11, 22, tzinfo=UTC),
        tags={},
        inputs={c.label: c.key in model.columns for c in report.schema.columns if c.key != target},
        reference=reference.to_dict(),
        classes=model.classes,
        is_number=model.is_regressor,
        data=[
            DataMirror(table.name, str(table), "ab" * 32, report.rows - 32),
            DataMirror(table.name, str(table), "cd" * 32, 32, "evaluation"),
        ],
    )
