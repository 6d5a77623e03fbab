"""`saebyeok demo`: from dropped tables to confirmed models, and from scanned pages to a recogniser that reads them better,
by the commands a person types.

Runs the real `saebyeok up` on a fresh home; nothing here is a short cut.
"""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import samples
from orchestration.demo import pages as demo_pages
from orchestration.demo.shell import DemoError, Shell
from orchestration.runtime.fresh_home import NotRunning, fresh_saebyeok

TABLES = Path(samples.__file__).parent
WAIT_SECONDS = 300.0


@dataclass(frozen=True)
class Sample:
    """A shipped table and what a person decides about it."""

    file: str
    target: str
    plan: tuple[str, ...]
    models: str


SAMPLES = (
    Sample(
        "wholesale.csv", "y", ("--duplicates", "remove", "--missing", "median", "--outliers", "clip"), "all"
    ),
    Sample("폐기물신고.csv", "등급", ("--missing", "median"), "gradient_boost,random_forest"),
    Sample("loan_review.xlsx", "승인", ("--missing", "mode"), "gradient_boost,decision_tree"),
)


def run_demo(into: Path, *, keep_running: bool, on_progress: Callable[[str], None]) -> None:
    """Show the whole way on a fresh home below `into`, and print a summary.

    Raises:
        DemoError: a step failed; everything started is stopped before.
    """
    started = time.monotonic()
    home = (into / datetime.now().strftime("%Y%m%d-%H%M%S")).resolve()
    on_progress("$ saebyeok up")
    try:
        with fresh_saebyeok(home) as (servers, environment, printed):
            on_progress("\n".join(f"  {line}" for line in printed.splitlines()[:-1]))
            shell = Shell(environment, on_progress)
            demo_pages.drop_pages(shell, home)
            documents = _drop_samples(shell, home, servers)
            for sample in SAMPLES:
                _decide(shell, documents[sample.file], sample)
            _predict(shell, documents[SAMPLES[0].file], home)
            pages = demo_pages.wait_for_texts(shell, servers)
            demo_pages.correct_and_learn(shell, home, pages)
            _summary(shell, documents, home, on_progress, time.monotonic() - started)
            demo_pages.summary(shell, home, pages, on_progress)
            if keep_running:
                on_progress("Ctrl-C로 멈춥니다 (Ctrl-C stops all).")
                servers.wait()
            on_progress("멈추는 중 (stopping) …")
    except NotRunning as trouble:
        raise DemoError(f"'saebyeok up' 단계에서 실패했습니다:\n{trouble}") from trouble
    except KeyboardInterrupt:
        on_progress("")


def _drop_samples(shell: Shell, home: Path, servers: subprocess.Popen[bytes]) -> dict[str, str]:
    """Copy the samples into the inbox and wait until the sensors have made documents of them."""
    for sample in SAMPLES:
        shell.on_progress(f"$ cp samples/{sample.file} {home / 'inbox' / 'automl'}/")
        shutil.copyfile(TABLES / sample.file, home / "inbox" / "automl" / sample.file)
    end, last = time.monotonic() + WAIT_SECONDS, ""
    while True:
        found = {d["file_name"]: d for d in shell.ask("automl", "list")["documents"]}
        line = ", ".join(f"{name}: {d['status']}" for name, d in sorted(found.items()))
        if line != last:
            shell.on_progress(f"  {line}")
            last = line
        if failed := [d for d in found.values() if d["status"] == "failed"]:
            raise DemoError(f"업로드 단계: {failed[0]['file_name']}: {failed[0]['failure_en']}")
        if len(found) == len(SAMPLES) and all(d["status"] == "uploaded" for d in found.values()):
            return {name: d["doc_id"] for name, d in found.items()}
        if servers.poll() is not None or time.monotonic() > end:
            raise DemoError(
                f"업로드 단계: {WAIT_SECONDS:.0f}초 안에 끝나지 않았습니다: {line or '문서가 없습니다'}"
            )
        time.sleep(1)


def _decide(shell: Shell, doc: str, sample: Sample) -> None:
    """What a person decides, from 데이터 확인 to 확정."""
    shell.type("automl", "confirm-data", doc)
    shell.type("automl", "target", doc, sample.target)
    shell.type("automl", "prepare", doc, *sample.plan)
    shell.type("automl", "train", doc, "--models", sample.models, "--yes")
    results = shell.ask("automl", "results", doc)
    classifiers = [r for r in results if r["f1"] is not None]
    best = max(classifiers, key=lambda r: r["roc_auc"] or 0.0)
    shell.type("automl", "confirm", doc, best["model_code"])


def _predict(shell: Shell, doc: str, home: Path) -> None:
    table = str(TABLES / SAMPLES[0].file)
    shell.type("automl", "predict", doc, table, "--out", str(home / "predictions.csv"))


def _summary(
    shell: Shell, documents: Mapping[str, str], home: Path, on_progress: Callable[[str], None], seconds: float
) -> None:
    from orchestration.cli.output import print_table

    rows, pictures = [], []
    listed = {d["doc_id"]: d for d in shell.ask("automl", "list")["documents"]}
    for doc in documents.values():
        for result in shell.ask("automl", "results", doc):
            confirmed = " ★" if result["confirmed_at"] else ""
            scores = {name: result[name] for name in ("precision", "sensitivity", "f1", "roc_auc")}
            document = {"document": listed[doc]["name"], "rows": listed[doc]["rows"]}
            rows.append(
                {
                    **document,
                    "model": result["model_code"] + confirmed,
                    **scores,
                    "MLflow run": result["mlflow_run_id"],
                }
            )
            if any(value is None for value in (result["mlflow_run_id"],)):
                raise DemoError(f"MLflow 단계: {doc} {result['model_code']}의 기록이 MLflow에 없습니다.")
        pictures.append(home / "store" / "automl" / doc)
    on_progress("")
    print_table(rows, title=f"새벽 demo: {len(documents)} documents, {seconds:.0f} s  (★ 확정)")
    on_progress("그림 (pictures): " + "\n                 ".join(str(path) for path in pictures))
    on_progress(f"예측 (predictions): {home / 'predictions.csv'}")
    on_progress(f"다시 보기 (look again): saebyeok --home {home} up")
