"""모델 학습 and 모델 확정: asking for trainings, their list, one in detail, some side by side, and [확정]."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Form, Query, Request
from sqlalchemy.orm import Session
from starlette.responses import HTMLResponse, Response

from console.automl_charts import charts_of
from console.compared_models import METRICS, baseline_of, best_of, metric_of
from console.context import ConsoleContext
from console.pages.automl_rule import is_another, rule_choice, section_values, shown_rule
from console.pages.automl_stage import asked, show, show_stage
from console.rendering import context_of, user_of
from domain.automl import ImageKind, TrainingStatus
from domain.learners import CLASSIFICATION, CLUSTERING, LEARNERS
from domain.messages import Message
from domain.plan_effect import PlanEffect
from domain.rule_sentences import rule_line
from domain.tasks import Task
from records import documents, trainings
from records.errors import DecisionRefused
from records.growth import additions
from records.model_choice import (
    choice_of,
    errors_of,
    evaluation_now,
    rank_of,
    scores_now,
    threshold_notes,
    validation_of,
)
from records.stale_trainings import stale_reasons
from records.tables import Document, Plan, Training
from work_requests import automl_decisions, decision_rules, lifecycle
from work_requests.decision_rules import lost_rule

router = APIRouter()
_Context = Annotated[ConsoleContext, Depends(context_of)]
_By = Annotated[str, Depends(user_of)]
_Typed = Annotated[str, Form(max_length=60)]
MOST_COMPARED = 6


@router.get("/automl/{doc_id}/train")
def train_page(request: Request, context: _Context, doc_id: str) -> HTMLResponse:
    return _page(request, context, doc_id, "train")


@router.get("/automl/{doc_id}/confirm")
def confirm_page(request: Request, context: _Context, doc_id: str) -> HTMLResponse:
    return _page(request, context, doc_id, "confirm")


@router.get("/automl/{doc_id}/trainings")
def training_list(
    request: Request, context: _Context, doc_id: str, of: Literal["train", "confirm"] = "train"
) -> HTMLResponse:
    """모델 학습 목록 alone."""
    with context.reading() as session:
        document = documents.head(session, doc_id)
        values = _list_of(session, document)
    return show(request, context, "automl_trainings.html", document=document, stage=of, **values)


@router.post("/automl/{doc_id}/train")
def train(
    context: _Context,
    by: _By,
    doc_id: str,
    group: Annotated[Literal["classification", "clustering", "all"], Form()],
    models: Annotated[list[str] | None, Form()] = None,
    seed: Annotated[int, Form(ge=0, lt=2**32)] = 0,
    minutes: Annotated[float | None, Form(gt=0, le=10_000)] = None,
) -> Response:
    """[분류 모델], [군집 모델] or both, after 예: the ticked models of the group."""
    groups = {"all": (CLASSIFICATION, CLUSTERING)}.get(group, (group,))
    ticked = models or []
    if unknown := [code for code in ticked if code not in LEARNERS]:
        raise DecisionRefused(Message("unknown model: {unknown}", unknown=unknown[0]))
    codes = [code for code, learner in LEARNERS.items() if code in ticked and learner.group in groups]
    with context.transaction() as session:
        without_target = documents.head(session, doc_id).target_key is None
        if without_target and any(LEARNERS[code].group == CLASSIFICATION for code in codes):
            raise DecisionRefused(Message("classifiers need a target; choose one under Preparation first"))
        automl_decisions.train(
            session,
            doc_id,
            models=codes,
            seed=seed,
            budget_seconds=minutes * 60 if minutes else None,
            by=by,
            now=context.now(),
        )
    return asked()


@router.get("/automl/{doc_id}/trainings/{training_id}")
def training(request: Request, context: _Context, doc_id: str, training_id: str) -> HTMLResponse:
    """[선택]: one training with its pictures and what they mean."""
    with context.reading() as session:
        document = documents.head(session, doc_id)
        found = trainings.of_document(session, doc_id, training_id)
        pictures = {image.kind: image for image in trainings.images(session, training_id)}
        run_id = lifecycle.get(session, found.request_id).dagster_run_id
        reasons = stale_reasons(session, document)
    return show(
        request,
        context,
        "automl_training.html",
        document=document,
        training=found,
        pictures=pictures,
        scores=scores_now(found),
        charts=charts_of(evaluation_now(found)),
        kind_of=ImageKind,
        ruled=shown_rule(found, found.decision_rule),
        run_id=run_id,
        stale_reasons=reasons,
        status_of=TrainingStatus,
    )


@router.get("/automl/{doc_id}/compare")
def compare(
    request: Request, context: _Context, doc_id: str, training: Annotated[list[str] | None, Query()] = None
) -> HTMLResponse:
    """[비교]: chosen trainings side by side."""
    chosen = list(dict.fromkeys(training or []))
    if not 2 <= len(chosen) <= MOST_COMPARED:
        raise DecisionRefused(
            Message("choose two to {most_compared} models to compare", most_compared=MOST_COMPARED)
        )
    with context.reading() as session:
        document = documents.head(session, doc_id)
        found = [trainings.of_document(session, doc_id, training_id) for training_id in chosen]
        pictures = {
            t.training_id: {i.kind: i for i in trainings.images(session, t.training_id)} for t in found
        }
    rows = [(name, [metric_of(t, name) for t in found], more_is_better) for name, more_is_better in METRICS]
    return show(
        request,
        context,
        "automl_compare.html",
        document=document,
        trainings=found,
        pictures=pictures,
        charts={t.training_id: charts_of(evaluation_now(t)) for t in found},
        baseline=baseline_of(found),
        kinds=[kind for kind in ImageKind if any(kind in own for own in pictures.values())],
        metrics=[
            (name, values, best_of(values, more))
            for name, values, more in rows
            if any(v is not None for v in values)
        ],
    )


@router.post("/automl/{doc_id}/confirm")
def confirm(
    context: _Context,
    by: _By,
    doc_id: str,
    chosen: Annotated[str, Form(max_length=15)],
    basis: _Typed = "",
    miss_cost: _Typed = "",
    false_alarm_cost: _Typed = "",
    measure: _Typed = "precision",
    share: _Typed = "",
) -> Response:
    """[확정], with the decision rule that the page has for the model: a `basis` that isn't in force is set, too."""
    with context.transaction() as session:
        training = trainings.of_document(session, doc_id, chosen)
        if basis:
            choice = rule_choice(basis, miss_cost, false_alarm_cost, measure, share)
            if is_another(training, choice):
                decision_rules.set_rule(
                    session, doc_id, training_id=chosen, choice=choice, by=by, now=context.now()
                )
        automl_decisions.confirm_model(session, doc_id, training_id=chosen, by=by, now=context.now())
    return asked()


def _page(request: Request, context: ConsoleContext, doc_id: str, stage: str) -> HTMLResponse:
    with context.reading() as session:
        document = documents.head(session, doc_id)
        plan = _plan(session, document)
        effect = PlanEffect.from_json(plan.effect) if plan else None
        values = {
            "task": _task(plan),
            "split": effect and effect.split,
            "rows_of_plan": additions.rows_of_plan(session, document),
            **_list_of(session, document),
        }
        if stage == "confirm":
            values |= section_values(session, document)
        return show_stage(request, context, session, document, stage, **values)


def _plan(session: Session, document: Document) -> Plan | None:
    """The plan in force."""
    version = document.plan_version
    return session.get(Plan, (document.doc_id, version)) if version is not None else None


def _task(plan: Plan | None) -> Task:
    """What models learn by a plan; plans of earlier versions don't say that these are classes."""
    return Task(plan.plan.get("task", Task.CLASSIFICATION)) if plan else Task.CLASSIFICATION


def _list_of(session: Session, document: Document) -> dict[str, Any]:
    """What 모델 학습 목록 needs."""
    summaries = trainings.latest(session, document.doc_id)
    confirmed_id = document.confirmed_training_id
    shown = [summary.training for summary in summaries if summary.training.evaluation is not None]
    current = [one for one in shown if not one.stale]
    choice = choice_of(current)
    return {
        "summaries": sorted(summaries, key=lambda s: rank_of(s.training)),
        "scores_now": scores_now,
        "validation_of": validation_of,
        "threshold_notes": threshold_notes(current),
        # Results of an earlier target are in the list too; its columns are those of the present one.
        "of_numbers": any(errors_of(one) for one in current or shown),
        "recommendation": choice.recommendation,
        "doubt": choice.doubt,
        "baseline": choice.baseline,
        # Trained anew after it was confirmed, a model stands in the list with its newer training.
        "confirmed": trainings.get(session, confirmed_id) if confirmed_id else None,
        "training_status_of": TrainingStatus,
        "stale_reasons": stale_reasons(session, document),
        "imbalance": document.target_check.imbalance if document.target_check else None,
        "rules_then": {one.training_id: _rule_then(session, document, one) for one in current},
        "lost_rule": next(filter(None, (lost_rule(session, document, one) for one in current)), None),
    }


def _rule_then(session: Session, document: Document, training: Training) -> Message | None:
    """The rule that will be in force where a model is confirmed; why it can't be, where it is refused."""
    try:
        rule = decision_rules.rule_once_confirmed(session, document, training)
    except DecisionRefused as refused:
        return refused.message
    return rule_line(rule) if rule else None
