"""모델 학습 목록 and what a plan changes: the command `results`, and the tables other commands end with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import click
from sqlalchemy.orm import Session

from domain.automl import TrainingStatus
from orchestration.cli.group import in_language, remark
from orchestration.cli.output import format_option, local_time, print_json, print_table
from orchestration.cli.session import CliContext
from orchestration.settings import Settings
from records.tables import Training

_OVER = (TrainingStatus.EVALUATED, TrainingStatus.FAILED)


@click.command()
@click.argument("doc")
@format_option
@click.pass_obj
def results(settings: Settings, doc: str, as_format: str) -> None:
    """모델 학습 목록: 정밀도, 민감도, F1-score, 학습일자, 학습횟수, 확정일자."""
    from records import documents, trainings

    cli = CliContext(settings)
    if as_format == "table":
        print_results(cli, doc)
        return
    with cli.reading() as session:
        confirmed = documents.get(session, doc).confirmed_training_id
        summaries = trainings.latest(session, doc)
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
    print_json(
        [
            {
                **{name: getattr(s.training, name) for name in (*names, *more)},
                "confirmed": s.training.training_id == confirmed,
                "times_trained": s.times_trained,
                "evaluation": s.training.evaluation,
                "pictures": pictures[s.training.training_id],
            }
            for s in summaries
        ]
    )


def print_results(cli: CliContext, doc: str) -> None:
    """모델 학습 목록 as a table, with the seed's sentences on what the numbers mean."""
    from domain.learners import LEARNERS
    from records import documents, trainings

    with cli.reading() as session:
        document = documents.get(session, doc)
        summaries = trainings.latest(session, doc)
        # Trained anew after it was confirmed, a model stands in the list with its newer training.
        confirmed = (
            trainings.get(session, document.confirmed_training_id) if document.confirmed_training_id else None
        )
    rows = [
        {
            "학습 구분": LEARNERS[s.training.model_code].name.ko + (" ★" if s.training is confirmed else ""),
            "코드": s.training.model_code,
            "정밀도": s.training.precision,
            "민감도": s.training.sensitivity,
            "F1-score": s.training.f1,
            "ROC AUC": s.training.roc_auc,
            "실루엣": s.training.silhouette,
            "학습일자": local_time(cli.settings, s.training.trained_at)[:10],
            "학습횟수": s.times_trained,
            "확정일자": local_time(cli.settings, s.training.confirmed_at)[:10],
            "상태": _training_state(s.training.status, s.training.stale),
            "알림": in_language(cli.settings, s.training.failure_ko, s.training.failure_en),
        }
        for s in summaries
    ]
    print_table(rows, title=f"모델 학습 목록  Total : {len(rows)}")
    if confirmed is not None:
        name, day = (
            LEARNERS[confirmed.model_code].name.ko,
            local_time(cli.settings, confirmed.confirmed_at)[:10],
        )
        click.echo(f"★ 확정된 모델: {name}, 학습 {confirmed.training_id}, {day}")
    if rows:
        click.echo("※ 정밀도: 모델이 True라고 분류한 것 중에서 실제 True인 것의 비율")
        click.echo("※ 민감도: 실제 True인 것 속에서 모델이 True라고 예측한 것의 비율")
        click.echo("※ F1-score: 정밀도와 민감도의 조화평균")


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
            if training.training_id in self._told or status not in _OVER:
                continue
            self._told.add(training.training_id)
            yield f"[{len(self._told)}/{self._total}] {training.model_code}: {self._outcome(training)}"

    def _outcome(self, training: Training) -> str:
        if training.status == TrainingStatus.FAILED:
            return in_language(
                self._settings, f"실패. {training.failure_ko}", f"failed. {training.failure_en}"
            )
        scores = {"ROC AUC": training.roc_auc, "F1": training.f1, "silhouette": training.silhouette}
        shown = ", ".join(f"{name} {value:.3f}" for name, value in scores.items() if value is not None)
        seconds = training.fit_seconds or 0.0
        return in_language(
            self._settings, f"학습 끝 ({seconds:.1f}초). {shown}", f"trained ({seconds:.1f} s). {shown}"
        )


def print_effect(settings: Settings, effect: Mapping[str, Any], labels: Mapping[str, str]) -> None:
    """What a plan changes, step by step."""
    rows = {
        "전체 행": effect["rows_total"],
        "목표변수가 비어 제거": effect["rows_missing_target"],
        "중복으로 제거": effect["rows_duplicate"],
        "중복 발견": effect["duplicates_found"],
        "결측으로 제거 (학습 쪽)": effect["rows_missing_cells"],
        "이상값으로 제거 (학습 쪽)": effect["rows_outliers"],
        "학습 행": effect["rows_train"],
        "평가 행": effect["rows_test"],
    }
    print_table([{"전처리": name, "행": count} for name, count in rows.items()])
    changed = sorted({*effect["cells_filled_train"], *effect["cells_clipped_train"]})
    print_table(
        [
            {
                "칼럼": labels.get(key, key),
                "채운 칸 (학습)": effect["cells_filled_train"].get(key, 0),
                "채운 칸 (평가)": effect["cells_filled_test"].get(key, 0),
                "자른 칸 (학습)": effect["cells_clipped_train"].get(key, 0),
                "자른 칸 (평가)": effect["cells_clipped_test"].get(key, 0),
            }
            for key in changed
        ],
        title="바뀌는 칸",
    )
    for note in effect["notes"]:
        click.echo(f"주의: {remark(settings, note)}")


def _training_state(status: str, stale: bool) -> str:
    return "이전 전처리의 결과" if stale else TrainingStatus(status).label


COMMANDS = (results,)
