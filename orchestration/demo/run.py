"""`saebyeok demo`: from dropped tables to confirmed models, and from scanned pages to a recogniser that reads them better,
by the commands a person types.

Runs the real `saebyeok up` on a fresh home; nothing here is a short cut.
"""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

import samples
from domain.messages import Message
from orchestration.demo import pages as demo_pages
from orchestration.demo.shell import OnProgress, Shell, failed
from orchestration.runtime.fresh_home import NotRunning, fresh_saebyeok

TABLES = Path(samples.__file__).parent
NEXT_MONTH = {"매출.csv": "매출_다음달.csv"}
"""Rows that come later, by the table they belong to."""
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
    Sample("매출.csv", "매출", (), "gradient_boost,linear,ensemble"),
    Sample("loan_review.xlsx", "승인", ("--missing", "mode"), "gradient_boost,decision_tree"),
)


def run_demo(
    into: Path, *, half: Literal["automl", "ocr"] | None = None, keep_running: bool, on_progress: OnProgress
) -> None:
    """Show the whole way on a fresh home below `into`, and print a summary.

    Args:
        half: the only half to show; None shows both.

    Raises:
        DemoError: a step failed; everything started is stopped before.
    """
    started = time.monotonic()
    home = (into / datetime.now().strftime("%Y%m%d-%H%M%S")).resolve()
    on_progress("$ saebyeok up")
    try:
        with fresh_saebyeok(home) as (servers, environment, printed), ExitStack() as begun:
            on_progress("\n".join(f"  {line}" for line in printed.splitlines()[:-1]))
            shell = Shell(environment, on_progress)
            documents = _profiles(shell, home, servers) if half != "ocr" else {}
            if half != "automl":
                notes = demo_pages.read_notes(shell, home, servers)
                night = demo_pages.begin_night(shell)
                begun.callback(night.stop)
                demo_pages.drop_other_pages(shell, home)
            if documents:
                _models(shell, documents, home)
            if half != "automl":
                pages = notes | demo_pages.read_other_pages(shell, home, servers)
                demo_pages.show_fields(shell, home, pages)
                night.end()
            if documents:
                _summary(shell, documents, home, time.monotonic() - started)
            if half != "automl":
                demo_pages.summary(shell, home, pages)
            on_progress(Message("{seconds:.0f} s in all", seconds=time.monotonic() - started))
            on_progress(Message("to look at it again: saebyeok --home {home} up", home=home))
            if keep_running:
                on_progress(Message("Ctrl-C stops all."))
                servers.wait()
            on_progress(Message("stopping …"))
    except NotRunning as trouble:
        raise failed("saebyeok up", str(trouble)) from trouble
    except KeyboardInterrupt:
        on_progress("")


def _profiles(shell: Shell, home: Path, servers: subprocess.Popen[bytes]) -> dict[str, str]:
    """Copy the samples into the inbox, and show the first profile as soon as it is there; the documents' ids by file name."""
    for sample in SAMPLES:
        shell.on_progress(f"$ cp samples/{sample.file} {home / 'inbox' / 'automl'}/")
        shutil.copyfile(TABLES / sample.file, home / "inbox" / "automl" / sample.file)
    names = [sample.file for sample in SAMPLES]
    first = shell.wait_for_documents("automl", names[:1], "uploaded", servers, WAIT_SECONDS)
    shell.type("automl", "show", first[names[0]])
    return shell.wait_for_documents("automl", names, "uploaded", servers, WAIT_SECONDS)


def _models(shell: Shell, documents: Mapping[str, str], home: Path) -> None:
    for sample in SAMPLES:
        _decide(shell, documents[sample.file], sample)
    _predict(shell, documents[SAMPLES[0].file], home)
    for file, later in NEXT_MONTH.items():
        _renew(shell, documents[file], later)


def _decide(shell: Shell, doc: str, sample: Sample) -> None:
    """What a person decides, from checking the data to confirming a model."""
    shell.type("automl", "confirm-data", doc)
    shell.type("automl", "target", doc, sample.target)
    shell.type("automl", "prepare", doc, *sample.plan)
    shell.type("automl", "train", doc, "--models", sample.models, "--yes")
    results = shell.ask("automl", "results", doc)
    best = next((result["model_code"] for result in results if result["recommended"]), None)
    if best is None:
        raise failed(f"saebyeok automl results {doc}", Message("no model is recommended"))
    shell.type("automl", "confirm", doc, best)


def _score(result: Mapping[str, Any], name: str) -> float | None:
    """A score of an evaluated model; None where it has none of that name."""
    found: float | None = (result["evaluation"] or {}).get(name)
    return found


def _predict(shell: Shell, doc: str, home: Path) -> None:
    table = str(TABLES / SAMPLES[0].file)
    shell.type("automl", "predict", doc, table, "--out", str(home / "predictions.csv"))
    shell.type("automl", "what-if", doc, "--row", "1", "--change", "Fresh", "--change", "Milk")


def _renew(shell: Shell, doc: str, later: str) -> None:
    """What becomes of the model when next month's rows have come."""
    shell.type("automl", "append", doc, str(TABLES / later))
    shell.type("automl", "challenge", doc)


def _summary(shell: Shell, documents: Mapping[str, str], home: Path, seconds: float) -> None:
    from orchestration.cli.language import translated
    from orchestration.cli.output import print_table

    rows, pictures = [], []
    listed = {d["doc_id"]: d for d in shell.ask("automl", "list")["documents"]}
    for doc in documents.values():
        for result in shell.ask("automl", "results", doc):
            confirmed = " ★" if result["confirmed_at"] else ""
            scores = {name: _score(result, name) for name in ("f1", "roc_auc", "r2", "mae")}
            document = {"document": listed[doc]["name"], "rows": listed[doc]["rows"]}
            rows.append(
                {
                    **document,
                    "model": result["model_code"] + confirmed,
                    **scores,
                    "MLflow run": result["mlflow_run_id"],
                }
            )
            if result["mlflow_run_id"] is None:
                raise failed(f"{doc} {result['model_code']}", Message("MLflow has no run of it"))
        pictures.append(home / "store" / "automl" / doc)
    shell.on_progress("")
    title = translated(
        "Saebyeok demo: {count} documents, {seconds:.0f} s  (★ confirmed)",
        count=len(documents),
        seconds=seconds,
    )
    print_table(rows, title=title)
    shell.on_progress(Message("pictures:\n  {folders}", folders="\n  ".join(map(str, pictures))))
    shell.on_progress(Message("predictions: {file}", file=home / "predictions.csv"))
