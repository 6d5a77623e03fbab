"""Predictions of a kept model beside what became of their rows, kept in its folder so that accuracy is seen over time."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from automl_lib.additions import CELLS
from automl_lib.errors import PredictionRefused
from automl_lib.kept_fit.folder import OUTCOMES, KeptFit
from automl_lib.new_rows import NewRows
from automl_lib.outcomes import Known, score_outcomes
from automl_lib.persistence import sha256_of
from automl_lib.prediction_csv import PREDICTION_LABEL
from automl_lib.reading import read_table_in_subprocess
from domain.messages import Message
from domain.outcomes import OutcomeScores

if TYPE_CHECKING:
    from automl_lib.reading import ReadLimits


@dataclass(frozen=True)
class KnownOutcomes:
    """How the predictions of one file turned out.

    Attributes:
        predictions: name of the file.
        sha256: of it.
        judged_at: when they were compared last, in ISO 8601.
        scores: of all rows whose outcome is known.
        known: these outcomes.
    """

    predictions: str
    sha256: str
    judged_at: str
    scores: OutcomeScores
    known: Known

    def to_json(self) -> dict[str, Any]:
        """JSON-serialisable; `from_json` reads it."""
        return {**vars(self), "scores": self.scores.to_json(), "known": [*self.known.items()]}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> KnownOutcomes:
        """The outcomes that `to_json` wrote."""
        return cls(
            **{**data, "scores": OutcomeScores.from_json(data["scores"]), "known": dict(data["known"])}
        )


def kept_outcomes(folder: Path) -> tuple[KnownOutcomes, ...]:
    """What is known of the predictions of a kept model, in the order in which they were first compared.

    Raises:
        PredictionRefused: the folder's file of outcomes can't be read.
    """
    path = folder / OUTCOMES
    if not path.is_file():
        return ()
    try:
        return tuple(map(KnownOutcomes.from_json, json.loads(path.read_text(encoding="utf-8"))))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise PredictionRefused(
            Message(
                "The outcomes kept in '{folder}' can't be read. Remove '{file}' to begin anew.",
                folder=folder.name,
                file=OUTCOMES,
            ),
            code="outcomes_changed",
        ) from error


def compare_outcomes(
    fit: KeptFit,
    predictions: Path,
    outcomes: Path,
    judged_at: str,
    *,
    in_order: bool = False,
    limits: ReadLimits | None = None,
    sheet: str | None = None,
) -> tuple[KnownOutcomes, ...]:
    """Compare predictions with a file that has the target of their rows, and keep what is known in the model's folder.

    Args:
        fit: a kept model, of whose predictions the file is.
        predictions: as they were written, CSV or workbook.
        outcomes: CSV or spreadsheet.
        judged_at: now, in ISO 8601.
        in_order: as of `match_rows`.
        limits: of reading either file.
        sheet: of the workbook with outcomes.

    Returns:
        All that is known of the model's predictions; the newest comparison last.

    Raises:
        FileRefused: about either file.
        PredictionRefused: no_predictions, or as `score_outcomes`.
    """
    earlier = kept_outcomes(fit.table.folder)
    digest = sha256_of(predictions)
    before = next((one for one in earlier if one.sha256 == digest), None)
    labels = [column.label for column in fit.table.report.schema.columns]
    with TemporaryDirectory() as name:
        folder = Path(name)
        told, rows, work = (folder / part for part in ("told", "rows", "work"))
        for one in (told, rows, work):
            one.mkdir()
        predicted = _predicted(predictions, told, labels, limits)
        report = read_table_in_subprocess(
            outcomes, rows, name=outcomes.name, limits=limits, sheet=sheet, looked_for=labels
        )
        scored = score_outcomes(
            fit.model,
            predicted,
            NewRows.of_report(report, rows / CELLS),
            fit.expected,
            work,
            before=before.known if before else {},
            rule=fit.rule,
            in_order=in_order,
        )
    found = KnownOutcomes(predictions.name, digest, judged_at, scored.scores, scored.known)
    every = (*(one for one in earlier if one.sha256 != digest), found)
    _write(fit.table.folder / OUTCOMES, every)
    return every


def _predicted(path: Path, folder: Path, labels: Sequence[str], limits: ReadLimits | None) -> Path:
    """The predictions as CSV: people may have kept them as a workbook, and other people's files are read in a child process."""
    import polars as pl

    report = read_table_in_subprocess(
        path, folder, name=path.name, limits=limits, looked_for=[*labels, PREDICTION_LABEL]
    )
    headers = {column.key: column.label for column in report.schema.columns}
    if not any(label.startswith(PREDICTION_LABEL) for label in headers.values()):
        raise PredictionRefused(
            Message(
                "'{file}' has no column '{label}'. Bring the file that predicting wrote.",
                file=path.name,
                label=PREDICTION_LABEL,
            ),
            code="no_predictions",
        )
    out = folder / "predictions.csv"
    pl.read_parquet(folder / CELLS).rename(headers).write_csv(out)
    return out


def _write(path: Path, outcomes: Sequence[KnownOutcomes]) -> None:
    partial = path.with_name(f".{path.name}.part")
    partial.write_text(json.dumps([one.to_json() for one in outcomes], ensure_ascii=False), encoding="utf-8")
    partial.replace(path)
