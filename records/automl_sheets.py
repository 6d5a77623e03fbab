"""The profile and the trained models of a document as sheets, from their rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from domain.automl import TrainingStatus
from domain.messages import Language, Message
from domain.profile_sheets import STATISTICS, profile_sheets
from domain.result_sheets import ResultLine, result_sheets
from domain.sheets import Sheet
from records import columns, documents, trainings
from records.model_choice import choice_of, rank_of, scores_now, validation_of
from records.stale_trainings import StaleReasons, stale_reasons
from records.tables import ColumnInfo, Training


def sheets_of_profile(session: Session, doc_id: str, language: Language) -> list[Sheet]:
    """The columns of a document with their statistics, and what to look at. Raises NotFound."""
    document = documents.get(session, doc_id)
    rows = columns.of_document(session, doc_id)
    ledger = document.read_report.ledger if document.read_report else ()
    unused = frozenset(row.key for row in rows if not row.used)
    profiles = [{**_statistics(row), **row.profile} for row in rows]
    return profile_sheets(profiles, document.warnings or [], ledger, language, unused=unused)


def _statistics(row: ColumnInfo) -> dict[str, Any]:
    """What the row has in columns of its own; of dates, the profile has more."""
    return {name: getattr(row, name) for name in ("key", "label", "type", *STATISTICS)}


def sheets_of_results(
    session: Session, doc_id: str, language: Language, local: Callable[[datetime], datetime]
) -> list[Sheet]:
    """The latest training of each model. Raises NotFound.

    Args:
        local: takes a time to the zone that people read it in.
    """
    document = documents.get(session, doc_id)
    reasons = stale_reasons(session, document)
    found: Sequence[Training] = [one.training for one in trainings.latest(session, doc_id)]
    recommendation = choice_of([one for one in found if not one.stale]).recommendation
    recommended = recommendation.training_id if recommendation else None
    lines = [
        replace(
            _line(one, reasons),
            is_recommended=one.training_id == recommended,
            is_confirmed=one.training_id == document.confirmed_training_id,
            trained_at=one.trained_at and local(one.trained_at),
        )
        for one in sorted(found, key=rank_of)
    ]
    return result_sheets(lines, language)


def _line(training: Training, reasons: StaleReasons) -> ResultLine:
    evaluation = training.evaluation
    classes = scores_now(training)
    scores = vars(classes or evaluation.scores) if evaluation else {}
    of_classes: dict[str, float | None] = {}
    if classes is not None:
        is_of_two = classes.positive_class is not None
        of_classes = {
            "precision": classes.shown_precision,
            "brier": classes.brier,
            "threshold": classes.threshold if is_of_two else None,
        }
    chosen = evaluation.settings if evaluation else {}
    return ResultLine(
        training.model_code,
        {**scores, **of_classes, "cross_validation": validation_of(training)},
        classes.per_class if classes else {},
        {
            "training": training.training_id,
            "plan_version": training.plan_version,
            "seed": training.seed,
            **chosen,
        },
        fit_seconds=training.fit_seconds,
        state=_state(training, reasons),
    )


def _state(training: Training, reasons: StaleReasons) -> Message:
    if training.stale:
        return reasons.of(training)
    return training.failure or TrainingStatus(training.status).message
