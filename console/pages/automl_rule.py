"""판단 기준 at 모델 확정: by which threshold a model of two classes calls a row positive, tried out and chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Query, Request
from sqlalchemy.orm import Session
from starlette.responses import HTMLResponse, Response

from console.automl_charts import Matrix, matrix_of
from console.context import ConsoleContext
from console.pages.automl_stage import asked, show
from console.rendering import context_of, user_of
from console.rule_charts import RuleChart, rule_chart_of
from domain.decision_rules import DecisionRule, RuleChoice, RuleKind
from domain.learners import LEARNERS
from domain.messages import Message
from domain.rule_sentences import rule_line, rule_sentences
from records import documents, trainings
from records.errors import DecisionRefused
from records.model_choice import choice_of, rank_of
from records.tables import Document, Training
from work_requests import decision_rules

router = APIRouter()
_Context = Annotated[ConsoleContext, Depends(context_of)]
_By = Annotated[str, Depends(user_of)]
_Text = Annotated[str, Query(max_length=60)]
_Typed = Annotated[str, Form(max_length=60)]


@dataclass(frozen=True)
class ShownRule:
    """A rule with its sentences and pictures.

    Attributes:
        matrix: of held-out rows by the rule; None until they are counted.
    """

    rule: DecisionRule
    sentences: Sequence[Message]
    chart: RuleChart | None
    matrix: Matrix | None


@router.get("/automl/{doc_id}/rule")
def rule_section(
    request: Request, context: _Context, doc_id: str, training: _Text = "", was: _Text = ""
) -> HTMLResponse:
    """판단 기준 alone.

    Args:
        training: the model that is chosen in the section, `was` the one that the server chose; where they differ, the
            person's choice stays.
    """
    with context.reading() as session:
        document = documents.head(session, doc_id)
        values = section_values(session, document, training if training != was else "")
    return show(request, context, "automl_rule.html", document=document, **values)


@router.get("/automl/{doc_id}/rule/preview")
def preview(
    request: Request,
    context: _Context,
    doc_id: str,
    training: Annotated[str, Query(max_length=15)],
    basis: _Text = "f1",
    miss_cost: _Text = "",
    false_alarm_cost: _Text = "",
    measure: _Text = "precision",
    share: _Text = "",
) -> HTMLResponse:
    """What a choice would come to; nothing is decided."""
    shown = refusal = None
    is_new = False
    with context.reading() as session:
        found = trainings.of_document(session, doc_id, training)
        try:
            choice = rule_choice(basis, miss_cost, false_alarm_cost, measure, share)
            shown = shown_rule(found, decision_rules.chosen_rule(found, choice))
            is_new = is_another(found, choice)
        except DecisionRefused as refused:  # said where it is typed, at every key
            refusal = refused.message
    return show(
        request,
        context,
        "automl_rule_preview.html",
        shown=shown,
        refusal=refusal,
        is_new=is_new,
        rule_line=rule_line,
    )


@router.post("/automl/{doc_id}/rule")
def choose(
    context: _Context,
    by: _By,
    doc_id: str,
    training: Annotated[str, Form(max_length=15)],
    basis: _Typed = "f1",
    miss_cost: _Typed = "",
    false_alarm_cost: _Typed = "",
    measure: _Typed = "precision",
    share: _Typed = "",
) -> Response:
    """[판단 기준 적용]."""
    choice = rule_choice(basis, miss_cost, false_alarm_cost, measure, share)
    with context.transaction() as session:
        decision_rules.set_rule(
            session, doc_id, training_id=training, choice=choice, by=by, now=context.now()
        )
    return asked()


def section_values(session: Session, document: Document, picked: str = "") -> dict[str, Any]:
    """What the section needs: the models of two classes, the one it is about, and its rule.

    It is about the model that a person `picked`, else the confirmed one, else the recommended one, else the first of the list.
    """
    confirmed_id = document.confirmed_training_id
    candidates = [s.training for s in trainings.latest(session, document.doc_id) if not s.training.stale]
    if confirmed_id and confirmed_id not in {one.training_id for one in candidates}:
        candidates.append(trainings.get(session, confirmed_id))
    models = [one for one in candidates if decision_rules.rule_in_force(one) is not None]
    by_id = {one.training_id: one for one in models}
    recommended = choice_of(models).recommendation
    first = min(models, key=rank_of, default=None)
    about = (
        by_id.get(picked)
        or by_id.get(confirmed_id or "")
        or by_id.get(recommended.training_id if recommended else "")
        or first
    )
    return {
        "picked": picked in by_id,
        "decision": decision_rules.decision_on(session, about) if about else None,
        "models": models,
        "about": about,
        "shown": shown_rule(about, decision_rules.rule_in_force(about)) if about else None,
        "names": {code: learner.name for code, learner in LEARNERS.items()},
        "kinds": RuleKind,
    }


def shown_rule(training: Training, rule: DecisionRule | None) -> ShownRule | None:
    """A rule as the screens show it; None without one."""
    scores = training.evaluation.classification if training.evaluation else None
    if rule is None or scores is None:
        return None
    curve, judged = scores.held_back, rule.held_out
    return ShownRule(
        rule,
        rule_sentences(rule),
        rule_chart_of(rule, curve, scores.threshold) if curve else None,
        matrix_of(replace(scores, confusion_matrix=judged.confusion_matrix)) if judged else None,
    )


def is_another(training: Training, choice: RuleChoice) -> bool:
    """Whether a choice is not the one in force of a training."""
    rule = decision_rules.rule_in_force(training)
    return rule is None or rule.choice != choice


def rule_choice(basis: str, miss_cost: str, false_alarm_cost: str, measure: str, share: str) -> RuleChoice:
    """The choice of the section's form. Raises DecisionRefused."""
    values: Mapping[str, object] = {
        "kind": measure if basis == "share" else basis,
        "miss_cost": miss_cost,
        "false_alarm_cost": false_alarm_cost,
        measure: f"{share.strip().removesuffix('%')}%" if share.strip() else None,
    }
    return RuleChoice.parse(values, DecisionRefused)
