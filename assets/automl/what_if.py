"""Answers questions on single rows with the confirmed model of a document, from rows and files of the home."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assets.automl.planned import LoadModel, kept_model, reference_at_plan
from domain.messages import Message
from domain.what_if import WhatIf, WhatIfAnswer
from records import documents, explanations, trainings
from records.errors import DecisionRefused
from records.explanation_tables import Explanation
from records.tables import Plan, Training
from resources.database import Database
from resources.files import Files
from work_requests.decision_rules import rule_in_force

if TYPE_CHECKING:
    from automl_lib.drift import ReferenceTable
    from automl_lib.explanations import Background


@dataclass(frozen=True)
class Compared:
    """What a row is compared with: a sample of the training rows, and the profile of the training table."""

    background: Background
    reference: ReferenceTable


LoadCompared = Callable[[Files, Explanation, Plan], Compared]


def load_compared(files: Files, explanation: Explanation, plan_row: Plan) -> Compared:
    """Read what the explanation and the plan of a training left."""
    from automl_lib.explanations import Background

    columns = explanation.explanation.columns
    with files.store.local(explanation.background_path or "", explanation.background_sha256) as path:
        background = Background.from_bytes(path.read_bytes(), columns)
    return Compared(background, reference_at_plan(files, plan_row))


def explained_training(database: Database, training_id: str) -> tuple[Training, Explanation]:
    """A training with its explanation.

    Raises:
        DecisionRefused: it has none, or none by which single predictions can be explained.
    """
    with database.reading() as session:
        training = trainings.get(session, training_id)
        explanation = explanations.of_training(session, training_id)
    if explanation is None:
        raise DecisionRefused(explanations.not_explained(training_id))
    if explanation.background_path is None:
        notes = explanation.explanation.notes
        raise DecisionRefused(notes[0] if notes else explanations.not_explained(training_id))
    return training, explanation


def answer(
    database: Database,
    files: Files,
    question: WhatIf,
    load: LoadModel = kept_model,
    compared: LoadCompared = load_compared,
) -> WhatIfAnswer:
    """Answer a question with the confirmed model of its document.

    Args:
        load, compared: of what may be kept between questions.

    Raises:
        DecisionRefused: no model is confirmed, or it has no explanation.
        PredictionRefused: the row doesn't fit the model.
    """
    from automl_lib.explanations import answer_what_if

    with database.reading() as session:
        document = documents.head(session, question.doc_id)
        confirmed = document.confirmed_training_id
        if confirmed is None:
            raise DecisionRefused(Message("no model is confirmed; confirm one first"))
    training, explanation = explained_training(database, confirmed)
    with database.reading() as session:
        plan_row = session.get_one(Plan, (training.doc_id, training.plan_version))
    found = compared(files, explanation, plan_row)
    rule = rule_in_force(training)
    with load(files, training) as model:
        ruled = model.with_threshold(rule.threshold) if rule else model
        return answer_what_if(ruled, found.background, question, found.reference)
