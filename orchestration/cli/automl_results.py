"""The list of trained models and what a plan changes: the command `results`, and the tables other commands end with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from domain.automl import TrainingStatus
from domain.messages import Message
from domain.result_sheets import SCORES
from orchestration.cli.group import in_language
from orchestration.cli.language import translated
from orchestration.cli.output import (
    local_time,
    print_table,
    sheets_format_option,
    sheets_out_option,
)
from orchestration.cli.recommendation import recommendation_lines
from orchestration.cli.session import CliContext
from orchestration.cli.workbook_output import check_out, write_json, write_sheets

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from domain.evaluations import ClassificationEvaluation
    from domain.model_choice import Recommendation
    from orchestration.settings import Settings
    from records.tables import Training


@click.command()
@click.argument("doc")
@sheets_format_option
@sheets_out_option
@click.pass_obj
def results(settings: Settings, doc: str, as_format: str | None, out: Path | None) -> None:
    """List trained models, the best on held-back rows first: precision, sensitivity, F1-score, training date, number of trainings, confirmation date."""
    from records import documents, trainings
    from records.model_choice import choice_of, scores_now, validation_of

    as_format = check_out(as_format, out)
    cli = CliContext(settings)
    if as_format == "xlsx":
        from records.automl_sheets import sheets_of_results

        zone = ZoneInfo(settings.time_zone)
        with cli.reading() as session:
            sheets = sheets_of_results(
                session, doc, settings.language, lambda moment: moment.astimezone(zone)
            )
        write_sheets(sheets, out)
        return
    if as_format == "table":
        print_results(cli, doc)
        return
    with cli.reading() as session:
        confirmed = documents.get(session, doc).confirmed_training_id
        summaries = trainings.latest(session, doc)
        choice = choice_of([s.training for s in summaries if not s.training.stale])
        pictures = {
            s.training.training_id: {
                i.kind: i.path for i in trainings.images(session, s.training.training_id)
            }
            for s in summaries
        }
    names = ("training_id", "model_code", "status", "precision", "sensitivity", "f1", "roc_auc", "log_loss")
    more = (
        *("silhouette", "seed", "budget_seconds", "fit_seconds", "stale", "trained_at", "confirmed_at"),
        *("mlflow_run_id", "failure_en"),
    )
    write_json(
        [
            {
                **{name: getattr(s.training, name) for name in (*names, *more)},
                **_at_threshold(scores_now(s.training)),
                "validation_score": validation_of(s.training),
                "confirmed": s.training.training_id == confirmed,
                "recommended": _reason_of(choice.recommendation, s.training.training_id),
                "times_trained": s.times_trained,
                "evaluation": s.training.evaluation.to_json() if s.training.evaluation else None,
                "decision_rule": s.training.decision_rule.to_json() if s.training.decision_rule else None,
                "pictures": pictures[s.training.training_id],
            }
            for s in summaries
        ],
        out,
    )


def _at_threshold(scores: ClassificationEvaluation | None) -> dict[str, Any]:
    """The scores of a classifier that depend on its threshold, with it."""
    if scores is None:
        return {}
    return {
        "precision": scores.shown_precision,
        **{name: getattr(scores, name) for name in ("sensitivity", "f1", "accuracy")},
        "threshold": scores.threshold,
    }


def print_results(cli: CliContext, doc: str) -> None:
    """The trained models as a table, with the seed's sentences on what the numbers mean."""
    from domain.learners import LEARNERS
    from records import documents, trainings
    from records.model_choice import choice_of, errors_of, rank_of, threshold_notes
    from records.stale_trainings import stale_reasons

    with cli.reading() as session:
        document = documents.get(session, doc)
        reasons = stale_reasons(session, document)
        summaries = sorted(trainings.latest(session, doc), key=lambda one: rank_of(one.training))
        # Trained anew after it was confirmed, a model stands in the list with its newer training.
        confirmed = (
            trainings.get(session, document.confirmed_training_id) if document.confirmed_training_id else None
        )
    of_numbers = any(map(errors_of, (s.training for s in summaries)))
    rows = [
        {
            translated("Model"): translated(LEARNERS[s.training.model_code].name)
            + (" ★" if s.training is confirmed else ""),
            translated("Code"): s.training.model_code,
            **_scores(s.training, of_numbers=of_numbers),
            translated("Trained"): local_time(cli.settings, s.training.trained_at)[:10],
            translated("Times"): s.times_trained,
            translated("Confirmed"): local_time(cli.settings, s.training.confirmed_at)[:10],
            translated("State"): translated(
                reasons.of(s.training) if s.training.stale else TrainingStatus(s.training.status).message
            ),
            translated("Notice"): in_language(cli.settings, s.training.failure),
        }
        for s in summaries
    ]
    print_table(rows, title=translated("Trained models  Total : {count}", count=len(rows)))
    choice = choice_of([s.training for s in summaries if not s.training.stale])
    if choice.recommendation is not None:
        found = choice.recommendation
        for line in recommendation_lines(found.reason, choice.baseline, worthwhile=found.worthwhile):
            click.echo(line)
    if confirmed is not None:
        name, day = (
            translated(LEARNERS[confirmed.model_code].name),
            local_time(cli.settings, confirmed.confirmed_at)[:10],
        )
        click.echo(
            translated(
                "★ confirmed model: {name}, training {training_id}, {day}",
                name=name,
                training_id=confirmed.training_id,
                day=day,
            )
        )
    for note in (
        (*threshold_notes(s.training for s in summaries), *_notes(of_numbers=of_numbers)) if rows else ()
    ):
        click.echo(f"※ {translated(note)}")


def _notes(*, of_numbers: bool) -> Iterator[Message]:
    """What the columns with scores mean."""
    if of_numbers:
        yield Message("R²: the share of the variance of the target that the model explains")
        yield Message("MAE, RMSE: the usual error in units of the target; RMSE weighs large errors more")
        yield Message("MAPE: the usual error as a share of the value, where no value is 0")
        yield Message("Within interval: the share of the held-out rows within their interval of 90%")
        yield Message(
            "Cross-validation: R² on training rows that the model did not learn from. Models are ranked and recommended by it. The other scores are of the held-out rows."
        )
        return
    yield Message("Precision: the share of what the model calls True that is True")
    yield Message("Sensitivity: the share of what is True that the model calls True")
    yield Message("F1-score: the harmonic mean of precision and sensitivity")
    yield Message(
        "Cross-validation: ROC AUC on training rows that the model did not learn from. Models are ranked and recommended by it. The other scores are of the held-out rows."
    )


def _scores(training: Training, *, of_numbers: bool) -> dict[str, float | None]:
    """The columns with scores: of regressors where the target is a number, else of classifiers; and of clusterings."""
    from records.model_choice import errors_of, scores_now, validation_of

    errors, scores = errors_of(training), scores_now(training)
    shown: dict[str, float | None]
    if of_numbers:
        names = ("r2", "mae", "rmse", "mape", "coverage")
        shown = {translated(title): getattr(errors, name, None) for name, title in SCORES if name in names}
    else:
        shown = {
            translated("Precision"): scores.shown_precision if scores else None,
            translated("Sensitivity"): scores.sensitivity if scores else None,
            "F1-score": scores.f1 if scores else None,
            "ROC AUC": training.roc_auc,
        }
    return {
        translated("Cross-validation"): validation_of(training),
        **shown,
        translated("Silhouette"): training.silhouette,
    }


def _reason_of(recommendation: Recommendation | None, training_id: str) -> dict[str, Any] | None:
    """Why a training is the recommended one; None of the others."""
    if recommendation is None or recommendation.training_id != training_id:
        return None
    return {**recommendation.reason.sentences, "worthwhile": recommendation.worthwhile}


class FinishedModels:
    """Tells of each model of a request once, when its training is over.

    Args:
        total: how many models the request asks for.
    """

    def __init__(self, settings: Settings, request_id: int, total: int) -> None:
        self._settings = settings
        self._request_id = request_id
        self._total = total
        self._told: set[str] = set()

    def __call__(self, session: Session) -> Iterator[str]:
        """A line for each training that ended since the last look."""
        from records import trainings

        for training in trainings.of_request(session, self._request_id):
            status = TrainingStatus(training.status)
            if training.training_id in self._told or not status.is_final:
                continue
            self._told.add(training.training_id)
            yield f"[{len(self._told)}/{self._total}] {training.model_code}: {self._outcome(training)}"

    def _outcome(self, training: Training) -> str:
        from records.model_choice import errors_of

        if training.status == TrainingStatus.FAILED:
            reason = training.failure or ""
            return translated("failed. {reason}", reason=reason)
        if training.status == TrainingStatus.CANCELLED:
            return translated(TrainingStatus.CANCELLED.message)
        errors = errors_of(training)
        scores = {
            "ROC AUC": training.roc_auc,
            "F1": training.f1,
            "R²": errors.r2 if errors else None,
            "MAE": errors.mae if errors else None,
            "silhouette": training.silhouette,
        }
        shown = ", ".join(f"{name} {value:.3f}" for name, value in scores.items() if value is not None)
        seconds = training.fit_seconds or 0.0
        return translated("trained ({seconds:.1f} s). {shown}", seconds=seconds, shown=shown)


COMMANDS = (results,)
