"""The folder of a kept model: the model, its table, and what later steps compare with."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any

from automl_lib.additions import CELLS, TYPED
from automl_lib.drift import ReferenceTable
from automl_lib.errors import PredictionRefused
from automl_lib.outcome_measures import Expectation
from automl_lib.persistence import load_model, save_model, sha256_of
from automl_lib.report.source import SourceFile
from domain.challenges import ChallengeVerdict
from domain.decision_rules import DecisionRule
from domain.explanations import ModelExplanation
from domain.messages import Message
from domain.read_report import ReadReport

if TYPE_CHECKING:
    from automl_lib.explanations import Background
    from automl_lib.trained_model import TrainedModel

_STATE, _MODEL, _BACKGROUND, OUTCOMES = "fit.json", "model", "background.json", "outcomes.json"
_FORMAT = 1


@dataclass(frozen=True)
class KeptTable:
    """A table as it was read, with the rows that were added since.

    Attributes:
        folder: of `cells.parquet` and `typed.parquet`.
        report: of reading it; rows and schema are those of the table as it is now.
        target: key of the target.
        files: whose rows it has, the first one first.
    """

    folder: Path
    report: ReadReport
    target: str
    files: tuple[SourceFile, ...]


@dataclass(frozen=True)
class KeptFit:
    """A model and its table.

    Attributes:
        model: the one in use.
        table: as it has grown.
        known_rows: rows of the table when the model was trained.
        reference: the table as it was then, to compare new rows with.
        expected: what the model's held-out rows promise of its predictions.
        rule: by which two classes are decided; None: by F1.
        explanation, background: by which predictions are explained; None of a model that isn't.
        verdicts: of the models that were compared with the one in use at the time, the oldest first.
    """

    model: TrainedModel
    table: KeptTable
    known_rows: int
    reference: ReferenceTable
    expected: Expectation
    rule: DecisionRule | None = None
    explanation: ModelExplanation | None = None
    background: Background | None = None
    verdicts: tuple[ChallengeVerdict, ...] = ()


def save_kept_fit(fit: KeptFit, out: Path, *, same_model: Path | None = None) -> None:
    """Write a model and its table into a new folder, whole or not at all.

    Args:
        fit: what to keep.
        out: the folder; where it is there, it is empty.
        same_model: a folder with the model already; its files and what is known of its predictions are taken from there.

    Raises:
        OSError: it can't be written.
    """
    work = Path(mkdtemp(prefix=f".{out.name}.", dir=out.parent))
    try:
        if same_model is None:
            digest = save_model(fit.model, work / _MODEL).digest
        else:
            shutil.copytree(same_model / _MODEL, work / _MODEL)
            digest = json.loads((same_model / _STATE).read_text(encoding="utf-8"))["digest"]
        for name in (CELLS, TYPED):
            shutil.copyfile(fit.table.folder / name, work / name)
        if fit.background is not None:
            (work / _BACKGROUND).write_bytes(fit.background.to_bytes())
        if same_model is not None and (same_model / OUTCOMES).is_file():
            shutil.copyfile(same_model / OUTCOMES, work / OUTCOMES)
        hashes = {name: sha256_of(work / name) for name in (CELLS, TYPED)}
        state = _state(fit, replace(fit.table.report, files=hashes), digest)
        (work / _STATE).write_text(json.dumps(state, ensure_ascii=False, indent=1), encoding="utf-8")
        work.chmod(0o755)
        work.replace(out)
    except BaseException:
        with suppress(OSError):
            shutil.rmtree(work)
        raise


def load_kept_fit(folder: Path) -> KeptFit:
    """Load what `save_kept_fit` wrote.

    Hashes tell that files are those that were written; they are kept beside them, and so are no proof of where the folder is from.
    Models hold allowed types only, as everywhere.

    Raises:
        PredictionRefused: no_kept_model, table_changed, or as `load_model`.
    """
    try:
        state = json.loads((folder / _STATE).read_text(encoding="utf-8"))
        if state["format"] != _FORMAT:
            raise _no_kept_model(folder)
        digest, report = str(state["digest"]), ReadReport.from_json(state["report"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise _no_kept_model(folder) from error
    for name in (CELLS, TYPED):
        if not (folder / name).is_file() or sha256_of(folder / name) != report.files.get(name):
            raise PredictionRefused(
                Message(
                    "The table in '{folder}' has changed since it was kept. Use a folder as it was written.",
                    folder=folder.name,
                ),
                code="table_changed",
            )
    try:
        return _fit(folder, state, report, load_model(folder / _MODEL, digest))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise _no_kept_model(folder) from error


def _state(fit: KeptFit, report: ReadReport, digest: str) -> dict[str, Any]:
    return {
        "format": _FORMAT,
        "digest": digest,
        "report": report.to_json(),
        "target": fit.table.target,
        "files": [asdict(one) for one in fit.table.files],
        "known_rows": fit.known_rows,
        "reference": fit.reference.to_dict(),
        "expected": asdict(fit.expected),
        "rule": fit.rule.to_json() if fit.rule else None,
        "explanation": fit.explanation.to_json() if fit.explanation else None,
        "verdicts": [one.to_json() for one in fit.verdicts],
    }


def _fit(folder: Path, state: Mapping[str, Any], report: ReadReport, model: TrainedModel) -> KeptFit:
    from automl_lib.explanations import Background

    explanation = ModelExplanation.from_json(state["explanation"]) if state["explanation"] else None
    background = None
    if explanation is not None and (folder / _BACKGROUND).is_file():
        background = Background.from_bytes((folder / _BACKGROUND).read_bytes(), explanation.columns)
    files = tuple(SourceFile(**one) for one in state["files"])
    return KeptFit(
        model,
        KeptTable(folder, report, report.schema.by_key(state["target"]).key, files),
        int(state["known_rows"]),
        ReferenceTable.from_dict(state["reference"]),
        Expectation(**state["expected"]),
        DecisionRule.from_json(state["rule"]) if state["rule"] else None,
        explanation,
        background,
        tuple(ChallengeVerdict.from_json(one) for one in state["verdicts"]),
    )


def _no_kept_model(folder: Path) -> PredictionRefused:
    return PredictionRefused(
        Message(
            "'{folder}' is no folder with a kept model. 'saebyeok automl fit FILE --target COLUMN --keep FOLDER' makes one.",
            folder=folder.name,
        ),
        code="no_kept_model",
    )
