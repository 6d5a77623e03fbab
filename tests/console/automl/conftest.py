"""An AutoML document as runs leave it, at any stage, without the runs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from console.context import ConsoleContext
from domain.automl import DocumentStatus, ImageKind
from domain.messages import Sentences
from domain.read_report import LedgerEntry
from domain.requests import RequestKind, RequestStatus
from domain.table_additions import AdditionChoices
from domain.target_check import ProfileWarning, TargetCheck
from records import plans, trainings
from records.engine import transaction
from records.growth import additions
from records.tables import ColumnImage, ColumnInfo, Document, Plan, Training, TrainingImage
from tests.console.conftest import png
from tests.factories import document, evaluation, regression_evaluation
from tests.read_reports import read_report
from work_requests import automl_decisions, growth_decisions, lifecycle, request_lists

DOC = "261122000000001"
LABELS = {"c0001": "Fresh", "c0002": "y", "c0003": "도시"}

EFFECT = {
    "rows_total": 440,
    "rows_missing_target": 0,
    "rows_duplicate": 8,
    "duplicates_found": 8,
    "duplicates_across_split": 0,
    "rows_missing_cells": 3,
    "rows_outliers": 0,
    "rows_train": 324,
    "rows_test": 108,
    "classes_train": {"no": 182, "yes": 142},
    "classes_test": {"no": 60, "yes": 48},
    "cells_filled_train": {"c0001": 7},
    "cells_filled_test": {"c0001": 3},
    "cells_clipped_train": {"c0001": 19},
    "cells_clipped_test": {},
    "bounds": {"c0001": [-12372.5, 32987.5]},
    "fill_values": {"c0001": 8709.5},
    "columns_unused": {},
    "notes": [{"code": "x", "ko": "도시 칼럼은 쓰지 않습니다.", "en": "city is not used", "column": "c0003"}],
}
CHECK = TargetCheck(
    key="c0002",
    label="y",
    kind="binary",
    classes={"no": 248, "yes": 192},
    positive_class="yes",
    missing=2,
    warnings=(
        ProfileWarning(
            "leakage",
            "도시",
            Sentences("'도시' 열 하나만으로 거의 완벽하게 맞힙니다.", "the city alone predicts it"),
            "serious",
        ),
    ),
)


@pytest.fixture
def table(context: ConsoleContext, now: datetime) -> str:
    """An uploaded document with three columns: a number with its Boxplot, a target, a text."""
    picture = context.store.put_bytes(png(), f"automl/{DOC}/boxplot/c0001.png")
    with transaction(context.engine) as session:
        session.add(
            document(
                DOC,
                now,
                name="테스트 - 2022.11.21(01)",
                rows=440,
                columns=3,
                source_bytes=20_000,
                read_report=read_report(
                    encoding="cp949",
                    ledger=(
                        LedgerEntry("Fresh", "thousands", 1, (), Sentences("천 단위 쉼표", "thousands")),
                    ),
                ),
                warnings=[
                    {
                        "code": "duplicate_rows",
                        "column": None,
                        "ko": "중복 행이 8개",
                        "en": "8 rows repeat",
                        "severity": "warning",
                    }
                ],
            )
        )
        session.flush()
        profile = {
            "rows": 440,
            "top_values": [["13117", 3], ["7,542원", 1]],
            "whisker_low": 1.0,
            "whisker_high": 99.0,
            "outlier_count": 27,
        }
        session.add(
            _column(
                1,
                "Fresh",
                "integer",
                400,
                missing=10,
                profile=profile,
                min=758.0,
                max=158355.0,
                mean=12987.816,
                std=15212.28,
                var=2.91e12,
                q1=4651.75,
                q2=8615.5,
                q3=15895.5,
            )
        )
        session.add(_column(2, "y", "bool", 2, profile={"top_values": [["no", 248], ["yes", 192]]}))
        session.add(_column(3, "도시", "text", 9, profile={"top_values": [["<b>서울</b>", 40]]}))
        session.flush()
        session.add(
            ColumnImage(
                doc_id=DOC, column_no=1, kind=ImageKind.BOXPLOT, path=picture.key, sha256=picture.sha256
            )
        )
    return DOC


def _column(number: int, label: str, kind: str, distinct: int, *, missing: int = 0, **values) -> ColumnInfo:
    return ColumnInfo(
        doc_id=DOC,
        column_no=number,
        key=f"c{number:04d}",
        label=label,
        type=kind,
        used=True,
        missing=missing,
        distinct=distinct,
        parsing={},
        **values,
    )


@pytest.fixture
def prepared(table: str, context: ConsoleContext, now: datetime) -> str:
    """The document with a checked target and an applied plan."""
    with transaction(context.engine) as session:
        automl_decisions.confirm_data(session, DOC, by="kim", now=now)
        request = automl_decisions.set_target(session, DOC, label="y", positive_class=None, by="kim", now=now)
        lifecycle.settle(request, RequestStatus.DONE, now=now)
        session.get_one(Document, DOC).target_check = CHECK
    plan_applied(context, now)
    return DOC


def plan_applied(context: ConsoleContext, now: datetime, **changed: object) -> None:
    """A new version of the plan."""
    with transaction(context.engine) as session:
        request = lifecycle.ask(session, RequestKind.PREPARE, doc_id=DOC, params={}, by="kim", now=now)
        plan = {
            "target": "c0002",
            "columns": ["c0001"],
            "duplicates": "remove",
            "missing": "median",
            "constant": None,
            "outliers": "clip",
            "outlier_method": "iqr",
            "outlier_factor": 1.5,
            "positive_class": None,
            "test_share": 0.25,
            "seed": 7,
            **changed,
        }
        plans.add(
            session,
            DOC,
            request_id=request.request_id,
            plan=plan,
            effect=EFFECT,
            split_path="x",
            split_sha256="0" * 64,
            now=now,
        )
        lifecycle.settle(request, RequestStatus.DONE, now=now)


Trained = Callable[..., dict[str, str]]


@pytest.fixture
def trained(prepared: str, context: ConsoleContext, now: datetime) -> Trained:
    """Trains models: a picture and scores of each; their training ids by code."""

    def make(*codes: str, validation: float = 0.9, **scores: float) -> dict[str, str]:
        with transaction(context.engine) as session:
            request = lifecycle.ask(
                session, RequestKind.TRAIN, doc_id=DOC, params={"models": list(codes)}, by="kim", now=now
            )
            version = session.get_one(Document, DOC).plan_version or 1
            ids = {
                code: evaluated(session, context, request.request_id, code, version, scores, now, validation)
                for code in codes
            }
            lifecycle.settle(request, RequestStatus.DONE, now=now)
            session.get_one(Document, DOC).status = DocumentStatus.TRAINED
        return ids

    return make


def evaluated(session, context, request_id, code, version, scores, now, validation) -> str:
    """The id of a training of `code` that was fitted and has these scores."""
    training: Training = trainings.begin(
        session, DOC, request_id=request_id, model_code=code, plan_version=version, now=now
    )
    trainings.set_fitted(
        training, model_path="m", model_digest="d", fit_seconds=2.5, validation_score=validation, now=now
    )
    of_numbers = session.get_one(Plan, (DOC, version)).plan.get("task") == "regression"
    kept = regression_evaluation(**scores) if of_numbers else evaluation(**scores)
    trainings.set_evaluated(training, kept)
    training.mlflow_run_id = f"mlflow-{code}"
    picture = context.store.put_bytes(png(), f"automl/{DOC}/trainings/{training.training_id}/roc.png")
    session.add(
        TrainingImage(
            training_id=training.training_id,
            kind=ImageKind.PREDICTED_ACTUAL if of_numbers else ImageKind.ROC_CURVE,
            path=picture.key,
            sha256=picture.sha256,
        )
    )
    session.flush()
    return training.training_id


@pytest.fixture
def plan_of(context: ConsoleContext) -> Callable[[], Plan | None]:
    """The plan in force."""

    def find() -> Plan | None:
        with transaction(context.engine) as session:
            version = session.get_one(Document, DOC).plan_version
            return session.get(Plan, (DOC, version)) if version else None

    return find


@pytest.fixture
def asked(context: ConsoleContext) -> Callable[[], list[tuple[str, dict]]]:
    """What people asked for, oldest first: kind and parameters."""

    def find() -> list[tuple[str, dict]]:
        with transaction(context.engine) as session:
            return [(r.kind, r.params) for r in request_lists.of_document(session, DOC)]

    return find


@pytest.fixture
def addition(table, context, now):
    """An addition whose request has ended, and how to change it."""
    with transaction(context.engine) as session:
        request = growth_decisions.append(
            session,
            DOC,
            file_name="다음 달.csv",
            source_path="x",
            source_sha256="1" * 64,
            choices=AdditionChoices(),
            by="kim",
            now=now,
        )
        lifecycle.settle(request, RequestStatus.DONE, now=now)
        addition_id = additions.of_request(session, request.request_id).addition_id

    def change(by):
        with transaction(context.engine) as session:
            by(session, additions.get(session, addition_id))
        return addition_id

    return change
