"""What people decide about a model whose table grows: comparing it with a newer one, going back, and how predictions turned out."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from domain.automl import DocumentStatus, TrainingStatus
from domain.challenges import ChallengeCause
from domain.learners import CLASSIFICATION, LEARNERS, recipe
from domain.messages import Message
from domain.requests import RequestKind, RequestStatus
from records import documents, plans, predictions, trainings
from records.errors import DecisionRefused
from records.growth import challenges, renewals
from records.growth.tables import Challenge, Outcome, RenewalRule
from records.ids import next_id
from records.tables import Document, Plan, Request, Training
from work_requests import lifecycle

MOST_DAYS = 3650


def challenge(
    session: Session, doc_id: str, *, by: str, now: datetime, cause: ChallengeCause = ChallengeCause.ASKED
) -> Request:
    """Train the confirmed model's recipe again on the table as it has grown, and confirm the better of the two.

    Raises:
        DecisionRefused: no model with a target is confirmed, or one is being compared already.
    """
    document = documents.get(session, doc_id)
    if document.confirmed_training_id is None:
        raise DecisionRefused(
            Message(
                "{document} has no confirmed model; confirm one first", document=documents.in_words(document)
            )
        )
    champion = trainings.get(session, document.confirmed_training_id)
    if champion.model_code not in LEARNERS or LEARNERS[champion.model_code].group != CLASSIFICATION:
        raise DecisionRefused(
            Message(
                "only a model that predicts a target can be compared with a newer one; confirm such a model"
            )
        )
    refuse_changed_plan(document, champion)
    if _is_under_way(session, doc_id):
        raise DecisionRefused(
            Message("a newer model is being trained and compared already; wait for its end")
        )
    request = lifecycle.ask(session, RequestKind.CHALLENGE, doc_id=doc_id, params={}, by=by, now=now)
    session.add(
        Challenge(
            challenge_id=next_id(session, "challenge", now.date()),
            doc_id=doc_id,
            request_id=request.request_id,
            cause=cause,
            champion_id=champion.training_id,
            registered_by=by,
            registered_at=now,
        )
    )
    return request


def go_on_with_challenge(session: Session, doc_id: str, *, by: str, now: datetime) -> Request:
    """A request that goes on with the newest comparison of a document, whose steps are done one by one.

    The comparison, and the models that were trained for it, become those of the new request.

    Raises:
        DecisionRefused: no plan was made for a challenger, or the comparison has its verdict.
    """
    newest = next(iter(challenges.of_document(session, doc_id)), None)
    if newest is None or newest.plan_version is None or newest.verdict is not None:
        raise DecisionRefused(
            Message(
                "no comparison of models is under way; materialize challenger_plan first, or all three steps together"
            )
        )
    request = lifecycle.ask(session, RequestKind.CHALLENGE, doc_id=doc_id, params={}, by=by, now=now)
    for training in trainings.of_request(session, newest.request_id):
        if training.status in (TrainingStatus.TRAINED, TrainingStatus.EVALUATED):
            training.request_id = request.request_id
    newest.request_id = request.request_id
    return request


def roll_back(session: Session, doc_id: str, *, by: str, now: datetime) -> Request:
    """Confirm the model that was confirmed before the present one, with the plan it was trained by.

    Raises:
        DecisionRefused: there is none, or it knows rows that were taken back, or another target.
    """
    document = documents.get(session, doc_id)
    current = document.confirmed_training_id
    earlier = challenges.confirmed_before(session, doc_id, current) if current else None
    if earlier is None or earlier.model_digest is None:
        raise DecisionRefused(
            Message(
                "no model was confirmed before the present one of {document}",
                document=documents.in_words(document),
            )
        )
    plan_row = session.get_one(Plan, (doc_id, earlier.plan_version))
    if int(plan_row.effect["rows_total"]) > (document.rows or 0):
        raise DecisionRefused(
            Message(
                "the model before was trained on rows that were taken back; train and confirm a model anew"
            )
        )
    plan = plan_row.plan
    if plan["target"] is not None and plan["target"] != document.target_key:
        raise DecisionRefused(
            Message("the model before predicts another target; set that target again and train for it")
        )
    plans.put_in_force(session, document, earlier.plan_version)
    trainings.confirm(document, earlier, now)
    documents.set_status(document, DocumentStatus.MODEL_CONFIRMED, now)
    params = {"training_id": earlier.training_id, "rolled_back": current}
    return lifecycle.ask(session, RequestKind.CONFIRM_MODEL, doc_id=doc_id, params=params, by=by, now=now)


def set_renewal(
    session: Session,
    doc_id: str,
    *,
    active: bool,
    new_rows: int | None,
    days: int | None,
    on_drift: bool,
    by: str,
    now: datetime,
) -> Request:
    """When the confirmed model of a document is challenged by itself.

    Args:
        active: False: never.
        new_rows: rows added since it was judged last.
        days: since it was confirmed or challenged last, if rows were added meanwhile.
        on_drift: whether added rows that differ from the table are a reason.

    Raises:
        DecisionRefused: active without any reason, or a number that is none.
    """
    documents.get(session, doc_id)
    for number, most in ((new_rows, 10**9), (days, MOST_DAYS)):
        if number is not None and not 1 <= number <= most:
            raise DecisionRefused(
                Message("give a number from 1 to {most:,}, not {number}", most=most, number=number)
            )
    if active and new_rows is None and days is None and not on_drift:
        raise DecisionRefused(
            Message(
                "say when the model is to be trained again: after new rows, after days, or when rows differ"
            )
        )
    rule = renewals.get(session, doc_id) or RenewalRule(doc_id=doc_id)
    rule.active, rule.new_rows, rule.days, rule.on_drift = active, new_rows, days, on_drift
    rule.updated_by, rule.updated_at = by, now
    session.add(rule)
    params = {"active": active, "new_rows": new_rows, "days": days, "on_drift": on_drift}
    return lifecycle.note_done(session, RequestKind.RENEWAL, doc_id=doc_id, params=params, by=by, now=now)


def ask_for_due(
    session: Session, *, by: str, now: datetime
) -> tuple[list[Request], list[tuple[str, DecisionRefused]]]:
    """Challenge the models whose rules say so, unless one is under way; and the documents where that is refused."""
    asked, refused = [], []
    for doc_id, cause in list(renewals.due(session, now)):
        if _is_under_way(session, doc_id):
            continue
        try:
            asked.append(challenge(session, doc_id, by=by, now=now, cause=cause))
        except DecisionRefused as refusal:
            refused.append((doc_id, refusal))
    return asked, refused


def refuse_changed_plan(document: Document, champion: Training) -> None:
    """Raise DecisionRefused where the confirmed model's recipe is no longer what people chose for the document."""
    if document.plan_version != champion.plan_version:
        raise DecisionRefused(
            Message(
                "the target, columns or preparation changed since the model was confirmed; train and confirm a model by the "
                "plan in force first"
            )
        )


def bring_outcomes(
    session: Session,
    prediction_id: str,
    *,
    file_name: str,
    source_path: str,
    source_sha256: str,
    by: str,
    now: datetime,
    outcome_id: str | None = None,
    sheet: str | None = None,
    in_order: bool = False,
) -> Request:
    """Compare predictions with a staged file that has the target of their rows.

    Args:
        in_order: the rows are in the order of the predicted ones, which counts where no column tells them apart.

    Raises:
        DecisionRefused: the prediction isn't finished.
    """
    prediction = predictions.get(session, prediction_id)
    document = documents.get(session, prediction.doc_id)
    if prediction.output_sha256 is None:
        raise DecisionRefused(
            Message("prediction {prediction_id} is not finished; wait for it", prediction_id=prediction_id)
        )
    params: dict[str, Any] = {"file_name": file_name, **({} if sheet is None else {"sheet": sheet})}
    if in_order:
        params["in_order"] = True
    request = lifecycle.ask(
        session, RequestKind.OUTCOME, doc_id=document.doc_id, params=params, by=by, now=now
    )
    session.add(
        Outcome(
            outcome_id=outcome_id or next_id(session, "outcome", now.date()),
            doc_id=document.doc_id,
            prediction_id=prediction_id,
            request_id=request.request_id,
            file_name=file_name,
            source_path=source_path,
            source_sha256=source_sha256,
            registered_by=by,
            registered_at=now,
        )
    )
    return request


def recipe_of(training: Training) -> list[str]:
    """The models that have to be trained for one like this: of an ensemble its members, then itself."""
    return recipe(training.model_code, training.evaluation.settings if training.evaluation else {})


def _is_under_way(session: Session, doc_id: str) -> bool:
    """Whether a challenge's request has not ended."""
    asked = [one.request_id for one in challenges.of_document(session, doc_id)[:1]]
    return any(not RequestStatus(lifecycle.get(session, one).status).is_final for one in asked)
