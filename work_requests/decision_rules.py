"""판단 기준: by which threshold a trained model of two classes calls a row positive, as a decision of a person.

How a threshold is chosen is in `domain.threshold_choice`; the step that counts its scores on held-out rows in `assets`.
"""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from domain.automl import TrainingStatus
from domain.decision_rules import DecisionRule, RuleChoice
from domain.evaluations import ClassificationEvaluation
from domain.messages import Message
from domain.requests import RequestKind
from domain.rule_sentences import choice_named
from domain.threshold_choice import choose_rule
from records import documents, trainings
from records.errors import DecisionRefused
from records.tables import Document, Request, Training
from work_requests import lifecycle


def set_rule(
    session: Session, doc_id: str, *, training_id: str, choice: RuleChoice, by: str, now: datetime
) -> Request:
    """Choose by what the threshold of a training is set. Predictions made from now on use it.

    Raises:
        NotFound: there is no such document or training.
        DecisionRefused: the model has no two classes, keeps no held-back rows, or can't reach what is wished; the training is
            of another document or not evaluated.
    """
    document = documents.get(session, doc_id)
    training = trainings.get(session, training_id)
    if training.doc_id != doc_id:
        raise DecisionRefused(
            Message(
                "training {training_id} is not of document {doc_id}", training_id=training_id, doc_id=doc_id
            )
        )
    trainings.set_decision_rule(training, chosen_rule(training, choice))
    document.updated_at = now
    params = {"training_id": training_id, "choice": choice.to_json()}
    return lifecycle.ask_once(
        session, RequestKind.DECISION_RULE, doc_id=doc_id, params=params, by=by, now=now
    )


def lost_rule(session: Session, document: Document, training: Training) -> Message | None:
    """Why the decision rule that people chose can't be kept where `training` takes the place of the confirmed model.

    Returns:
        None where it can, none was chosen, or one was chosen for `training`. Otherwise the rule is of a class that isn't the
        positive one of `training`, or that has more than two classes.
    """
    if training.decision_rule is not None or document.confirmed_training_id is None:
        return None
    rule = trainings.get(session, document.confirmed_training_id).decision_rule
    scores = training.evaluation.classification if training.evaluation else None
    if rule is None or scores is None or scores.positive_class == rule.positive_class:
        return None
    return Message(
        "the decision rule of the confirmed model ({rule}) is about '{positive}' and can't be carried over, as the classes are "
        "now {classes}",
        rule=choice_named(rule),
        positive=rule.positive_class,
        classes=", ".join(f"'{label}'" for label in scores.labels),
    )


def refuse_lost_rule(session: Session, document: Document, training: Training) -> None:
    """Refuse that a model takes the place of the confirmed one by itself where people's decision rule would be lost.

    Raises:
        DecisionRefused: as `lost_rule` says.
    """
    why = lost_rule(session, document, training)
    if why is not None:
        raise DecisionRefused(
            Message(
                "{why}. To go on with these, apply the preparation again, train, confirm a model by hand, and choose a decision "
                "rule if there are two classes",
                why=why,
            )
        )


def inherit_rule(session: Session, document: Document, training: Training, *, by: str, now: datetime) -> None:
    """Keep what people wished of the confirmed model for the one that takes its place, unless a rule was chosen for it.

    Costs and wishes are of the document's business, not of one model; the threshold is chosen again for the model.

    Raises:
        DecisionRefused: as `set_rule`; choose another rule for the model, such as the default, then confirm it.
    """
    choice = _inherited(session, document, training)
    if choice is not None:
        set_rule(session, document.doc_id, training_id=training.training_id, choice=choice, by=by, now=now)


def rule_once_confirmed(session: Session, document: Document, training: Training) -> DecisionRule | None:
    """The rule that will be in force where `training` is confirmed; None without two classes. Nothing is written.

    Raises:
        DecisionRefused: as `inherit_rule`, which then refuses the confirmation.
    """
    choice = _inherited(session, document, training)
    return rule_in_force(training) if choice is None else chosen_rule(training, choice)


def _inherited(session: Session, document: Document, training: Training) -> RuleChoice | None:
    """What people wished of the confirmed model that holds for another one, too."""
    before = document.confirmed_training_id
    if training.decision_rule is not None or before is None or before == training.training_id:
        return None
    rule = trainings.get(session, before).decision_rule
    scores = training.evaluation.classification if training.evaluation else None
    if rule is None or scores is None or scores.positive_class != rule.positive_class:
        return None
    return rule.choice


def chosen_rule(training: Training, choice: RuleChoice) -> DecisionRule:
    """The rule that a choice gives for a training. Nothing is written.

    Raises:
        DecisionRefused: as `set_rule`.
    """
    scores = _two_classes(training)
    return choose_rule(
        choice,
        scores.held_back,
        positive_class=scores.positive_class or "",
        default_threshold=scores.threshold,
        refusal=DecisionRefused,
    )


def rule_in_force(training: Training) -> DecisionRule | None:
    """The rule by which a training predicts; that of its training where none was chosen. None without two classes."""
    if training.decision_rule is not None:
        return training.decision_rule
    scores = training.evaluation.classification if training.evaluation else None
    if scores is None or scores.positive_class is None:
        return None
    return chosen_rule(training, RuleChoice())


def decision_on(session: Session, training: Training) -> Request | None:
    """The decision that set the rule in force of a training; None where none was chosen."""
    if training.decision_rule is None:
        return None
    decisions = session.scalars(
        sa.select(Request)
        .where(Request.doc_id == training.doc_id, Request.kind == RequestKind.DECISION_RULE)
        .order_by(Request.request_id.desc())
    )
    return next((one for one in decisions if one.params.get("training_id") == training.training_id), None)


def _two_classes(training: Training) -> ClassificationEvaluation:
    if training.status != TrainingStatus.EVALUATED or training.evaluation is None:
        raise DecisionRefused(
            Message(
                "training {training_id} is {status}; a decision rule needs its evaluation",
                training_id=training.training_id,
                status=TrainingStatus(training.status).message,
            )
        )
    scores = training.evaluation.classification
    if scores is None:
        raise DecisionRefused(
            Message("a decision rule is of classes; this model predicts numbers or clusters, which need none")
        )
    if scores.positive_class is None:
        raise DecisionRefused(
            Message(
                "the target has {count} classes, of which the most probable is predicted; a decision rule needs two classes",
                count=len(scores.labels),
            )
        )
    return scores
