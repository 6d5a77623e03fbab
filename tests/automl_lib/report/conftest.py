"""Sources of reports on models that were trained once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from automl_lib.evaluation import evaluate_classifier, evaluate_clustering, evaluate_regressor
from automl_lib.evaluation.bootstrap import score_intervals
from automl_lib.plan import apply_plan
from automl_lib.report import ReportSource, SourceFile
from domain.evaluations import TrainingEvaluation
from domain.messages import Message, Sentences


def column(key, label, kind, **values):
    given = {"key": key, "label": label, "type": kind, "missing": 0, "distinct": 2, "top_values": []}
    return {**given, **values}


def source_of(made, model, evaluation) -> ReportSource:
    split = apply_plan(made.frame, made.schema, made.plan)
    return ReportSource(
        document="매장 고객 2026",
        files=[SourceFile("매장.xlsx", len(made.frame), "ab" * 32, sheet="고객")],
        rows=len(made.frame),
        schema=made.schema,
        columns=[
            column(one.key, one.label, one.type.value, top_values=[["서울", 9], ["홀로", 4]])
            for one in made.schema.columns
        ],
        remarks=[Sentences("주의할 것", "a remark")],
        ledger=[],
        plan=split.plan,
        effect=split.effect,
        model_code=model.code,
        evaluation=TrainingEvaluation(evaluation, settings=model.settings),
        intervals=score_intervals(model, made.frame.iloc[split.test_rows]),
        others={"svm": TrainingEvaluation(evaluation)},
        lineage=[(Message("Seed of the training"), "0")],
        trained_on="2026-11-30",
    )


@pytest.fixture(scope="session")
def class_source(trained, table) -> ReportSource:
    model = trained("decision_tree")
    held_out = table.frame.iloc[apply_plan(table.frame, table.schema, table.plan).test_rows]
    return source_of(table, model, evaluate_classifier(model, held_out))


@pytest.fixture(scope="session")
def number_source(trained_on_numbers, number_table) -> ReportSource:
    model, made = trained_on_numbers("decision_tree"), number_table
    held_out = made.frame.iloc[apply_plan(made.frame, made.schema, made.plan).test_rows]
    return source_of(made, model, evaluate_regressor(model, held_out))


@pytest.fixture(scope="session")
def cluster_source(trained, table) -> ReportSource:
    model = trained("k_means")
    evaluation = evaluate_clustering(model, table.frame)
    return replace(source_of(table, model, evaluation), others={})
