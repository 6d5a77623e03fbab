"""Decisions made through the config of runs launched by hand: the same decisions as in the console.

Each function gives a `Decide` for `open_step`, or None where the config decides nothing. In runs that
serve a request nothing here is called: their decision is on record already.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from assets.claiming import LAUNCHPAD, Decide
from domain.decision_rules import RuleChoice
from domain.messages import Message
from domain.preprocessing import PlanChoices
from domain.requests import RequestKind
from domain.table_additions import AdditionChoices, AdditionStatus
from intake.checks import check_file
from intake.destinations import MoreRows, NewRows, Outcomes
from intake.names import shown_name
from records import columns, predictions
from records.errors import DecisionRefused
from records.growth import additions, outcomes
from records.tables import Request
from resources.files import Files
from work_requests import automl_decisions, decision_rules, growth_decisions, lifecycle, renewal_decisions
from work_requests.target_task import parsed_task


def retype(types: Mapping[str, str], missing_words: Mapping[str, Sequence[str]]) -> Decide | None:
    """칼럼 유형 and words for missing, by label or key."""
    if not types and not missing_words:
        return None

    def decide(session: Session, doc_id: str, now: datetime) -> Request:
        labels = {c.key: c.label for c in columns.of_document(session, doc_id)}
        return automl_decisions.retype_columns(
            session,
            doc_id,
            types={labels.get(name, name): kind for name, kind in types.items()},
            missing={labels.get(name, name): words for name, words in missing_words.items()},
            by=LAUNCHPAD,
            now=now,
        )

    return decide


def kind_of_profile(run_config: Mapping[str, Any]) -> RequestKind:
    """What a run launched by hand does with `column_profile`: read columns in another way, or only count them again.

    The steps of a run share one request, so each of them asks for the same kind.
    """
    config = run_config.get("ops", {}).get("column_profile", {}).get("config") or {}
    is_retyped = config.get("types") or config.get("missing_words")
    return RequestKind.RETYPE if is_retyped else RequestKind.PROFILE


def target(label: str | None, positive_class: str | None, task: str | None) -> Decide | None:
    """목표변수; without a label the present target is checked again."""
    if label is None:
        return None

    def decide(session: Session, doc_id: str, now: datetime) -> Request:
        wanted = parsed_task(task)
        return automl_decisions.set_target(
            session, doc_id, label=label, positive_class=positive_class, task=wanted, by=LAUNCHPAD, now=now
        )

    return decide


def prepare(choices: Mapping[str, Any], *, preview: bool) -> Decide:
    """데이터 전처리, or its preview."""

    def decide(session: Session, doc_id: str, now: datetime) -> Request:
        parsed = PlanChoices.parse(choices, DecisionRefused)
        return automl_decisions.prepare(
            session, doc_id, choices=parsed, preview=preview, by=LAUNCHPAD, now=now
        )

    return decide


def train(models: Sequence[str], seed: int, budget_seconds: float | None) -> Decide:
    """모델 학습."""

    def decide(session: Session, doc_id: str, now: datetime) -> Request:
        return automl_decisions.train(
            session,
            doc_id,
            models=models,
            seed=seed,
            budget_seconds=budget_seconds,
            by=LAUNCHPAD,
            now=now,
        )

    return decide


def rule(training_id: str | None, values: Mapping[str, object]) -> Decide | None:
    """판단 기준 of a training; without a training that of the confirmed one is judged again."""
    if training_id is None:
        return None

    def decide(session: Session, doc_id: str, now: datetime) -> Request:
        choice = RuleChoice.parse(values, DecisionRefused)
        return decision_rules.set_rule(
            session, doc_id, training_id=training_id, choice=choice, by=LAUNCHPAD, now=now
        )

    return decide


def confirm(training_id: str | None) -> Decide | None:
    """모델 확정; without a training the confirmed one is registered again."""
    if training_id is None:
        return None

    def decide(session: Session, doc_id: str, now: datetime) -> Request:
        return automl_decisions.confirm_model(session, doc_id, training_id=training_id, by=LAUNCHPAD, now=now)

    return decide


def challenge(session: Session, doc_id: str, now: datetime) -> Request:
    """다시 학습해 비교: of the confirmed model."""
    return renewal_decisions.challenge(session, doc_id, by=LAUNCHPAD, now=now)


def challenge_again(session: Session, doc_id: str, now: datetime) -> Request:
    """The next step of the newest comparison, in a run of its own."""
    return renewal_decisions.go_on_with_challenge(session, doc_id, by=LAUNCHPAD, now=now)


def append(
    files: Files, doc_id: str, run_id: str, file: str | None, sheet: str | None, choices: AdditionChoices
) -> Decide:
    """데이터 추가 of a file of the inbox or the store; without one, what is decided about the addition that waits for it."""
    path = None if file is None else file_within(files, file)
    stored = MoreRows(doc_id).stage(files.store, path, f"hand-{run_id}") if path else None

    def decide(session: Session, doc_id: str, now: datetime) -> Request:
        if path is not None and stored is not None:
            return growth_decisions.append(
                session,
                doc_id,
                file_name=shown_name(path.name),
                source_path=stored.key,
                source_sha256=stored.sha256,
                choices=choices,
                by=LAUNCHPAD,
                now=now,
                sheet=sheet,
            )
        asking = [one for one in additions.of_document(session, doc_id) if one.status == AdditionStatus.ASKS]
        if not asking:
            raise DecisionRefused(
                Message(
                    "no added rows of document {doc_id} wait for a decision; give a file as 'file' in the config",
                    doc_id=doc_id,
                )
            )
        return growth_decisions.answer(session, asking[0].addition_id, choices=choices, by=LAUNCHPAD, now=now)

    return decide


def outcomes_of(
    files: Files, doc_id: str, run_id: str, file: str | None, sheet: str | None, prediction_id: str | None
) -> Decide:
    """결과 비교 of a file of the inbox or the store with predictions; without one the newest file of outcomes again."""
    path = None if file is None else file_within(files, file)
    stored = (
        Outcomes(doc_id, prediction_id or "").stage(files.store, path, f"hand-{run_id}") if path else None
    )

    def decide(session: Session, doc_id: str, now: datetime) -> Request:
        if path is not None and stored is not None:
            predicted, name = prediction_id or _newest_predicted(session, doc_id), shown_name(path.name)
            key, sha256, chosen = stored.key, stored.sha256, sheet
        else:
            earlier = outcomes.of_document(session, doc_id)
            if not earlier:
                raise DecisionRefused(
                    Message(
                        "document {doc_id} has no file of outcomes yet; give one as 'file' in the config",
                        doc_id=doc_id,
                    )
                )
            newest = earlier[-1]
            predicted, name = newest.prediction_id, newest.file_name
            key, sha256 = newest.source_path, newest.source_sha256
            chosen = lifecycle.get(session, newest.request_id).params.get("sheet")
        if predictions.get(session, predicted).doc_id != doc_id:
            raise DecisionRefused(
                Message(
                    "prediction {prediction_id} is not one of document {doc_id}",
                    prediction_id=predicted,
                    doc_id=doc_id,
                )
            )
        return renewal_decisions.bring_outcomes(
            session,
            predicted,
            file_name=name,
            source_path=key,
            source_sha256=sha256,
            by=LAUNCHPAD,
            now=now,
            sheet=chosen,
        )

    return decide


def _newest_predicted(session: Session, doc_id: str) -> str:
    finished = [one for one in predictions.of_document(session, doc_id) if one.output_path]
    if not finished:
        raise DecisionRefused(
            Message("nothing was predicted for document {doc_id} yet; predict rows first", doc_id=doc_id)
        )
    return finished[0].prediction_id


def file_within(files: Files, file: str) -> Path:
    """A file of the inbox (relative paths are below it) or, where that is a folder, of the store.

    Raises:
        DecisionRefused: the path leads elsewhere, also by a link, or to a file that is being taken in.
        FileRefused: it is no plain file with content, or too large.
    """
    path = (files.inbox.root / Path(file).expanduser()).resolve()
    roots = [files.inbox.root, *([Path(files.store.root)] if files.store.is_local else [])]
    if not any(path.is_relative_to(root.resolve()) for root in roots) or path.is_relative_to(
        files.inbox.processing.resolve()
    ):
        raise DecisionRefused(
            Message(
                "'{file}' is in neither the inbox nor the store; put it into the inbox",
                file=shown_name(path.name),
            )
        )
    check_file(path, files.max_bytes)
    return path


def predict(
    files: Files,
    doc_id: str,
    run_id: str,
    file: str | None,
    sheet: str | None,
    *,
    reasons: bool | None = None,
) -> Decide:
    """예측 of a file of the inbox or the store; without one the newest file is scored again."""
    path = None if file is None else file_within(files, file)
    stored = NewRows(doc_id).stage(files.store, path, f"hand-{run_id}") if path else None

    def decide(session: Session, doc_id: str, now: datetime) -> Request:
        if path is not None and stored is not None:
            name, key, sha256, chosen = shown_name(path.name), stored.key, stored.sha256, sheet
        else:
            earlier = predictions.of_document(session, doc_id)
            if not earlier:
                raise DecisionRefused(
                    Message(
                        "document {doc_id} has no file to predict yet; give one as 'file' in the config",
                        doc_id=doc_id,
                    )
                )
            name, key, sha256 = earlier[0].file_name, earlier[0].source_path, earlier[0].source_sha256
            chosen = lifecycle.get(session, earlier[0].request_id).params.get("sheet")
        return automl_decisions.predict(
            session,
            doc_id,
            file_name=name,
            source_path=key,
            source_sha256=sha256,
            by=LAUNCHPAD,
            now=now,
            sheet=chosen,
            reasons=reasons,
        )

    return decide
