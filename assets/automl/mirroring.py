"""Mirrors trainings to MLflow: right after all models of a request, and later those that were missed.

MLflow being away delays this and nothing else.
"""

import hashlib
import math
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from typing import Any

import dagster as dg
from sqlalchemy.orm import Session

from assets.automl import table_files
from assets.automl.planned import reference_at_plan
from domain.automl import ImageKind
from domain.decision_rules import RuleKind
from domain.requests import RequestKind
from domain.table_schema import TableSchema
from records import documents, explanations, trainings
from records.growth import challenges
from records.growth.tables import Challenge
from records.tables import Document, Plan, Training, TrainingImage
from resources.database import Database
from resources.files import Files
from resources.tracking import DataMirror, Tracking, TrackingUnavailable, TrainingMirror
from work_requests import request_lists

PLAN_PARAMS = (
    "duplicates",
    "missing",
    "constant",
    "outliers",
    "outlier_method",
    "outlier_factor",
    "test_share",
)
METRICS = (
    *("precision", "sensitivity", "f1", "roc_auc", "log_loss", "accuracy", "silhouette", "agreement"),
    *("brier", "average_precision"),
    *("r2", "mae", "rmse", "mape", "coverage", "interval_width"),
)


def mirror_one(
    database: Database,
    files: Files,
    tracking: Tracking,
    training_id: str,
    guard: Callable[[Session], None],
    warn: Callable[[str], None],
) -> dict[str, Any]:
    """Make MLflow's run of a training, unless it is there; what to show of it.

    An MLflow that can't be reached is a warning: `mlflow_mirror` comes back to it.
    """
    with database.reading() as session:
        training = trainings.get(session, training_id)
        document = documents.get(session, training.doc_id)
        plan = session.get_one(Plan, (training.doc_id, training.plan_version))
        images = trainings.images(session, training_id)
        explained = explanations.of_training(session, training_id)
        challenge = challenges.of_challenger(session, training_id)
    if training.mlflow_run_id:
        return {"mlflow run": dg.MetadataValue.url(tracking.run_url(training.mlflow_run_id))}
    if training.model_path is None or training.model_digest is None:
        return {}
    with ExitStack() as stack:
        mirror = replace(
            _mirror_of(stack, files, document, plan, training, images),
            importances=explained.explanation.without_values() if explained else {},
            version_tags=_challenge_tags(challenge) if challenge else {},
            version_description=challenge.verdict.reason.en if challenge and challenge.verdict else None,
        )
        try:
            run_id = tracking.mirror(mirror)
        except TrackingUnavailable as trouble:
            warn(f"{trouble}; it is logged later")
            return {"mlflow run": "later"}
    with database.transaction() as session:
        guard(session)
        trainings.get(session, training_id).mlflow_run_id = run_id
    return {"mlflow run": dg.MetadataValue.url(tracking.run_url(run_id))}


def _challenge_tags(challenge: Challenge) -> dict[str, str]:
    """What came of a comparison with the confirmed model."""
    reason = {"saebyeok.challenge_reason": challenge.verdict.reason.en} if challenge.verdict else {}
    return {
        "saebyeok.challenge": challenge.challenge_id,
        "saebyeok.challenge_result": "confirmed" if challenge.promoted else "kept back",
        "saebyeok.compared_with": challenge.champion_id,
        **reason,
    }


def _mirror_of(
    stack: ExitStack,
    files: Files,
    document: Document,
    plan: Plan,
    training: Training,
    images: Sequence[TrainingImage] = (),
) -> TrainingMirror:
    """A kept training as it is logged; its files are on this machine until `stack` closes."""
    schema = table_files.report_of(document).schema
    evaluation = training.evaluation
    classes = evaluation.classification if evaluation else None
    return TrainingMirror(
        training_id=training.training_id,
        doc_id=training.doc_id,
        document_name=document.name,
        model_code=training.model_code,
        params=_params(training, plan.plan, schema),
        metrics=_metrics(training),
        history=_history(training),
        pictures={
            ImageKind(image.kind).name.lower(): stack.enter_context(
                files.store.local(image.path, image.sha256)
            )
            for image in images
        },
        evaluation=evaluation.to_json() if evaluation else {},
        model=stack.enter_context(files.store.local_folder(training.model_path or "")),
        model_digest=training.model_digest or "",
        logged_at=training.trained_at or training.started_at,
        inputs=_inputs(training, plan.plan, schema),
        reference=reference_at_plan(files, plan).to_dict(),
        classes=classes.labels if classes else (),
        is_number=bool(evaluation and evaluation.regression),
        data=_data(training, plan, document, str(files.store.path(document.source_path))),
        tags={"saebyeok.document": document.name, "saebyeok.request": str(training.request_id)},
    )


def register_one(
    database: Database,
    files: Files,
    tracking: Tracking,
    training_id: str,
    guard: Callable[[Session], None],
    warn: Callable[[str], None],
) -> str | None:
    """Make a mirrored training MLflow's champion of its document; its version, or None for later.

    With a decision rule of a person, the registered model predicts by its threshold.
    """
    with database.reading() as session:
        training = trainings.get(session, training_id)
        document = documents.get(session, training.doc_id)
        plan = session.get_one(Plan, (training.doc_id, training.plan_version))
        confirmed_by = next(
            (
                request.requested_by
                for request in reversed(request_lists.of_document(session, training.doc_id))
                if request.kind == RequestKind.CONFIRM_MODEL
                and request.params.get("training_id") == training_id
            ),
            "",
        )
    if training.mlflow_run_id is None:
        return None
    with ExitStack() as stack:
        rule = training.decision_rule
        try:
            version = tracking.confirm(
                doc_id=training.doc_id,
                document_name=document.name,
                mlflow_run_id=training.mlflow_run_id,
                tags={
                    "saebyeok.document": document.name,
                    "saebyeok.plan_version": str(training.plan_version),
                    "saebyeok.confirmed_by": confirmed_by,
                },
                ruled=replace(_mirror_of(stack, files, document, plan, training), rule=rule)
                if _has_other_threshold(training)
                else None,
            )
        except TrackingUnavailable as trouble:
            warn(f"{trouble}; it is logged later")
            return None
    with database.transaction() as session:
        guard(session)
        trainings.get(session, training_id).mlflow_version = version
    return version


def is_logged(training: Training) -> bool:
    """Whether MLflow has the files of what is registered of a training, so that registering it is little work."""
    return training.mlflow_run_id is not None and not _has_other_threshold(training)


def _has_other_threshold(training: Training) -> bool:
    """Whether a person's rule chose another threshold than the model's, which is a version of its own."""
    rule = training.decision_rule
    return rule is not None and rule.choice.kind is not RuleKind.F1


def _data(training: Training, plan: Plan, document: Document, uri: str) -> list[DataMirror]:
    """The rows a model learnt from and, of a classifier, those that were held out."""
    rows = {"training": plan.effect["rows_train"], "evaluation": plan.effect["rows_test"]}
    if training.silhouette is not None:  # clusters are found in all rows, and judged by them
        rows = {"training": sum(rows.values())}
    return [
        DataMirror(
            name=document.file_name,
            uri=uri,
            sha256=hashlib.sha256(
                f"{document.source_sha256} {plan.split_sha256} {context}".encode()
            ).hexdigest(),
            rows=count,
            context="training" if context == "training" else "evaluation",
        )
        for context, count in rows.items()
    ]


def _inputs(training: Training, plan: Mapping[str, Any], schema: TableSchema) -> dict[str, bool]:
    """The columns but the target, by header, and whether the model needs them.

    Of a training that did not keep which those are, it is all columns of the plan.
    """
    needed = (training.evaluation.columns if training.evaluation else ()) or plan["columns"]
    return {c.label: c.key in needed for c in schema.columns if c.key != plan["target"]}


def _params(training: Training, plan: Mapping[str, Any], schema: TableSchema) -> dict[str, Any]:
    """What led to the training; without what was not chosen or not kept then."""
    evaluation = training.evaluation
    classification = evaluation.classification if evaluation else None
    chosen = {
        "model": training.model_code,
        "plan_version": training.plan_version,
        "target": schema.by_key(plan["target"]).label if plan["target"] else None,
        "task": plan.get("task") if plan["target"] else None,
        "positive_class": classification.positive_class if classification else None,
        **{name: plan[name] for name in PLAN_PARAMS},
        "split_seed": plan["seed"],
        "seed": training.seed,
        "budget_seconds": training.budget_seconds,
        **(evaluation.settings if evaluation else {}),
    }
    return {name: value for name, value in chosen.items() if value is not None}


def _metrics(training: Training) -> dict[str, float]:
    scores = training.evaluation.scores if training.evaluation else None
    found = {name: getattr(scores, name, None) for name in METRICS}
    # With more than two classes the most probable one is named.
    if getattr(scores, "positive_class", None) is not None:
        found["threshold"] = getattr(scores, "threshold", None)
    found |= {"validation_score": training.validation_score, "fit_seconds": training.fit_seconds}
    return {name: float(value) for name, value in found.items() if value is not None and math.isfinite(value)}


def _history(training: Training) -> list[Mapping[str, float]]:
    points = training.evaluation.history if training.evaluation else ()
    return [{k: v for k, v in p.items() if k != "step" and v is not None} for p in points]
