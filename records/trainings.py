"""TB_AUTOML_TRAINING_RESULT and its pictures: every training, the latest per model, the confirmed one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session, defer

from domain.automl import TrainingStatus
from domain.decision_rules import DecisionRule
from domain.evaluations import TrainingEvaluation
from domain.learners import CLASSIFIERS
from domain.messages import Message
from domain.requests import RequestKind, RequestStatus
from records.errors import NotFound
from records.growth import challenges
from records.ids import next_id
from records.tables import Document, Request, Training, TrainingImage


@dataclass(frozen=True)
class ModelSummary:
    """A line of 모델 학습 목록: the latest training of a model and how often it was trained (학습횟수).

    Args:
        training: the latest finished one, else the latest.
        newest: the latest, finished or not.
    """

    training: Training
    times_trained: int
    newest: Training


def begin(
    session: Session,
    doc_id: str,
    *,
    request_id: int,
    model_code: str,
    plan_version: int,
    now: datetime,
    seed: int = 0,
    budget_seconds: float | None = None,
) -> Training:
    """The training of this model for this request, begun now or, by an earlier attempt, before.

    Args:
        seed: of everything random in it.
        budget_seconds: the longest it may take; None: no bound.
    """
    training = session.scalar(
        sa.select(Training).where(Training.request_id == request_id, Training.model_code == model_code)
    )
    if training is None:
        training = Training(
            training_id=next_id(session, "training", now.date()),
            doc_id=doc_id,
            request_id=request_id,
            model_code=model_code,
            plan_version=plan_version,
            seed=seed,
            budget_seconds=budget_seconds,
            status=TrainingStatus.TRAINING,
            started_at=now,
        )
        session.add(training)
    elif training.status != TrainingStatus.EVALUATED:
        training.status = TrainingStatus.TRAINING
        training.plan_version = plan_version
        training.seed = seed
        training.budget_seconds = budget_seconds
        training.started_at = now
        training.failure = None
    session.flush()
    return training


def get(session: Session, training_id: str) -> Training:
    """Raises NotFound."""
    training = session.get(Training, training_id)
    if training is None:
        raise NotFound(
            Message("there is no training {training_id}; see the list of trainings", training_id=training_id)
        )
    return training


def of_document(session: Session, doc_id: str, training_id: str) -> Training:
    """Raises NotFound, also for a training of another document."""
    training = get(session, training_id)
    if training.doc_id != doc_id:
        raise NotFound(
            Message(
                "training {training_id} is not of document {doc_id}", training_id=training_id, doc_id=doc_id
            )
        )
    return training


def of_request(session: Session, request_id: int, model_code: str | None = None) -> Sequence[Training]:
    """Trainings a request led to, without their evaluations."""
    query = sa.select(Training).options(defer(Training.evaluation)).where(Training.request_id == request_id)
    if model_code:
        query = query.where(Training.model_code == model_code)
    return session.scalars(query.order_by(Training.training_id)).all()


def newest_kept(session: Session, doc_id: str, model_code: str) -> Training | None:
    """The newest training of a model whose fitted model is kept, evaluated or not."""
    return session.scalar(
        sa.select(Training)
        .where(Training.doc_id == doc_id, Training.model_code == model_code)
        .where(Training.status.in_([TrainingStatus.TRAINED, TrainingStatus.EVALUATED]))
        .where(~challenges.kept_back())
        .order_by(Training.training_id.desc())
        .limit(1)
    )


def combinable(session: Session, doc_id: str, plan_version: int) -> list[tuple[str, str]]:
    """The folder in the store and the digest of the newest kept training by this plan of each family that learns a target."""
    rows = session.execute(
        sa.select(Training.model_code, Training.model_path, Training.model_digest)
        .where(Training.doc_id == doc_id, Training.plan_version == plan_version)
        .where(Training.model_code.in_(CLASSIFIERS))
        .where(Training.status.in_([TrainingStatus.TRAINED, TrainingStatus.EVALUATED]))
        .order_by(Training.training_id)
    )
    newest = {code: (path, digest) for code, path, digest in rows if path and digest}
    return [newest[code] for code in CLASSIFIERS if code in newest]


def latest(session: Session, doc_id: str) -> list[ModelSummary]:
    """모델 학습 목록: per model the latest training, those by the plan in force first, then finished ones, and 학습횟수.

    After a model was rolled back, the newer one is of another plan.
    """
    lines = session.execute(
        sa.select(Training.training_id, Training.model_code, Training.status, Training.stale)
        .where(Training.doc_id == doc_id, ~challenges.kept_back())
        .order_by(Training.training_id.desc())
    ).all()
    of_model: dict[str, list[tuple[str, str]]] = {}
    current = set()
    for training_id, code, status, stale in lines:
        of_model.setdefault(code, []).append((training_id, status))
        if not stale:
            current.add(training_id)
    finished = {
        code: sorted(
            (training_id for training_id, status in own if status == TrainingStatus.EVALUATED),
            key=lambda training_id: training_id not in current,
        )
        for code, own in of_model.items()
    }
    newest = {code: own[0][0] for code, own in of_model.items()}
    shown = {code: (finished[code] or [newest[code]])[0] for code in of_model}
    # Evaluations are long: only those of the shown ones are read.
    wanted = {*newest.values(), *shown.values()}
    rows = session.scalars(sa.select(Training).where(Training.training_id.in_(wanted)))
    by_id = {row.training_id: row for row in rows}
    return [
        ModelSummary(by_id[shown[code]], len(finished[code]), by_id[newest[code]])
        for code in sorted(of_model)
    ]


def kept_models(session: Session) -> list[tuple[str, str, str]]:
    """Id, folder in the store and digest of every kept model; not of deleted documents."""
    rows = session.execute(
        sa.select(Training.training_id, Training.model_path, Training.model_digest)
        .join(Document, Document.doc_id == Training.doc_id)
        .where(Training.model_path.is_not(None), Training.model_digest.is_not(None))
        .where(Document.deleted.is_(False))
        .order_by(Training.training_id)
    )
    return [(training_id, path, digest) for training_id, path, digest in rows if path and digest]


def set_fitted(
    training: Training,
    *,
    model_path: str,
    model_digest: str,
    fit_seconds: float,
    validation_score: float | None,
    now: datetime,
) -> None:
    """The model is trained and kept; its evaluation follows."""
    training.status = TrainingStatus.TRAINED
    training.model_path = model_path
    training.model_digest = model_digest
    training.fit_seconds = fit_seconds
    training.validation_score = validation_score
    training.trained_at = now


def set_evaluated(training: Training, evaluation: TrainingEvaluation) -> None:
    """Write the scores; columns repeat the ones lists are sorted by."""
    training.evaluation = evaluation
    for name in ("precision", "sensitivity", "f1", "roc_auc", "log_loss", "silhouette"):
        setattr(training, name, getattr(evaluation.scores, name, None))
    training.status = TrainingStatus.EVALUATED


def set_failed(training: Training, reason: Message) -> None:
    """This model's training failed; others of the same request are not touched."""
    training.status = TrainingStatus.FAILED
    training.failure = reason


def set_cancelled(training: Training) -> None:
    """A person cancelled the training before its end."""
    training.status = TrainingStatus.CANCELLED
    training.failure = None


def replace_images(session: Session, training_id: str, images: Sequence[TrainingImage]) -> None:
    """Make `images` all the pictures of the training."""
    session.execute(sa.delete(TrainingImage).where(TrainingImage.training_id == training_id))
    session.add_all(images)


def images(session: Session, training_id: str) -> Sequence[TrainingImage]:
    """Pictures of a training, by kind."""
    return session.scalars(
        sa.select(TrainingImage).where(TrainingImage.training_id == training_id).order_by(TrainingImage.kind)
    ).all()


def image(session: Session, training_id: str, kind: str) -> TrainingImage | None:
    """One picture of a training; None where there is none."""
    return session.get(TrainingImage, (training_id, kind))


def mark_stale(session: Session, doc_id: str, *, except_plan: int | None) -> None:
    """Earlier results stay, but can't be confirmed any more: they speak of another plan."""
    statement = sa.update(Training).where(Training.doc_id == doc_id, Training.stale.is_(False))
    if except_plan is not None:
        statement = statement.where(Training.plan_version != except_plan)
    session.execute(statement.values({Training.stale: True}))


def mark_current(session: Session, doc_id: str, plan_version: int) -> None:
    """Results of a plan that is in force again can be confirmed, but those of challenges that were not won."""
    statement = sa.update(Training).where(Training.doc_id == doc_id, Training.plan_version == plan_version)
    session.execute(statement.where(~challenges.kept_back()).values({Training.stale: False}))


def confirm(document: Document, training: Training, now: datetime) -> None:
    """Make `training` the one confirmed model of its document (확정일자)."""
    training.confirmed_at = now
    training.mlflow_version = None  # MLflow's alias has yet to follow, also to a model it had before
    document.confirmed_training_id = training.training_id
    document.updated_at = now


def set_decision_rule(training: Training, rule: DecisionRule) -> None:
    """Make `rule` the one by which the training predicts."""
    if training.decision_rule is None or training.decision_rule.threshold != rule.threshold:
        training.mlflow_version = None  # the registered model has yet to follow
    training.decision_rule = rule


def not_mirrored(session: Session, *, limit: int) -> Sequence[Training]:
    """Evaluated trainings MLflow hasn't been told of, whose request is over."""
    return session.scalars(
        sa.select(Training)
        .join(Request, Request.request_id == Training.request_id)
        .join(Document, Document.doc_id == Training.doc_id)
        .where(
            Document.deleted.is_(False),
            Training.status == TrainingStatus.EVALUATED,
            Training.mlflow_run_id.is_(None),
            Request.status.in_([RequestStatus.DONE, RequestStatus.FAILED, RequestStatus.CANCELLED]),
        )
        .order_by(Training.training_id)
        .limit(limit)
    ).all()


def not_registered(session: Session, *, limit: int) -> Sequence[Training]:
    """Confirmed trainings that MLflow's registry doesn't name champion, and no run is about to."""
    on_the_way = sa.exists().where(
        Request.doc_id == Training.doc_id,
        Request.kind == RequestKind.CONFIRM_MODEL,
        Request.status.in_([RequestStatus.WAITING, RequestStatus.RUNNING]),
    )
    return session.scalars(
        sa.select(Training)
        .join(Document, Document.confirmed_training_id == Training.training_id)
        .where(Training.mlflow_version.is_(None), Document.deleted.is_(False), ~on_the_way)
        .order_by(Training.training_id)
        .limit(limit)
    ).all()
