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
from records.tables import Plan
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
    return Compared(load_background(files, explanation), reference_at_plan(files, plan_row))


def load_background(files: Files, explanation: Explanation) -> Background:
    """The training rows that predictions are compared with, of an explanation that has some."""
    from automl_lib.explanations import Background

    columns = explanation.explanation.columns
    with files.store.local(explanation.background_path or "", explanation.background_sha256) as path:
        return Background.from_bytes(path.read_bytes(), columns)


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
        training = trainings.get(session, confirmed)
        explanation = explanations.with_background(session, confirmed)
        plan_row = session.get_one(Plan, (training.doc_id, training.plan_version))
    found = compared(files, explanation, plan_row)
    rule = rule_in_force(training)
    with load(files, training) as model:
        ruled = model.with_threshold(rule.threshold) if rule else model
        return answer_what_if(ruled, found.background, question, found.reference)
