"""Trained models as sheets of a workbook: scores side by side, scores by class, and settings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from domain.evaluations import ClassScores
from domain.learners import LEARNERS
from domain.messages import Language, Message, in_context
from domain.setting_names import named_settings
from domain.sheets import Sheet, SheetCell

RESULT_SHEETS = (
    in_context("sheet", "Models"),
    in_context("sheet", "Scores by class"),
    in_context("sheet", "Settings"),
)
SCORES: tuple[tuple[str, Message], ...] = (
    ("precision", Message("Precision")),
    ("sensitivity", Message("Sensitivity")),
    ("f1", Message("F1-score")),
    ("accuracy", Message("Accuracy")),
    ("roc_auc", Message("ROC AUC")),
    ("log_loss", Message("Log loss")),
    ("average_precision", Message("Average precision")),
    ("brier", Message("Brier score")),
    ("r2", Message("R²")),
    ("mae", Message("MAE")),
    ("rmse", Message("RMSE")),
    ("mape", Message("MAPE")),
    ("coverage", Message("Within interval")),
    ("silhouette", Message("Silhouette")),
)
"""Scores by their name in evaluations, in the order of lists, with what people call them."""
_OF_SHEETS = (
    ("cross_validation", Message("Cross-validation")),
    *SCORES,
    ("threshold", Message("Threshold")),
)
"""Cross-validation first, as models are ranked by it; the threshold that the scores of two classes are at, last."""
_OF_CLASS = ("precision", "sensitivity", "f1", "roc_auc")


_SCORE, _SHARE, _SECONDS = "0.0000", "0.0%", "#,##0.0"
_FORMATS = {"mape": _SHARE}
_MARK = "★"
_IN_UNITS = ("mae", "rmse")
"""In units of the target: shown with the digits that they have."""


@dataclass(frozen=True)
class ResultLine:
    """A trained model.

    Attributes:
        scores: by name, as attributes of evaluations are called, and "cross_validation"; others are ignored.
        per_class: scores by class, of a classifier.
        settings: what it was trained with, and what tuning chose.
        trained_at: in the time zone that people read it in; None where that is not known.
        state: what became of the training.
    """

    model_code: str
    scores: Mapping[str, Any] = field(default_factory=dict)
    per_class: Mapping[str, ClassScores] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)
    trained_at: datetime | None = None
    fit_seconds: float | None = None
    state: Message | None = None
    is_confirmed: bool = False
    is_recommended: bool = False


def result_sheets(lines: Sequence[ResultLine], language: Language) -> list[Sheet]:
    """The sheets; columns that no model has anything in are left out."""

    def said(message: Message | None) -> str:
        return "" if message is None else message.render(language)

    def name_of(line: ResultLine) -> str:
        learner = LEARNERS.get(line.model_code)
        return said(learner.name) if learner else line.model_code

    shown = [
        (name, title) for name, title in _OF_SHEETS if any(_score(one, name) is not None for one in lines)
    ]
    model, seconds = said(Message("Model")), said(Message("Seconds"))
    after: dict[str, list[SheetCell]] = {
        said(Message("Trained")): [
            one.trained_at.replace(microsecond=0, tzinfo=None) if one.trained_at else None for one in lines
        ],
        seconds: [None if one.fit_seconds is None else round(one.fit_seconds, 2) for one in lines],
        said(Message("State")): [said(one.state) or None for one in lines],
        said(Message("Recommended")): [_MARK if one.is_recommended else None for one in lines],
        said(in_context("model", "confirmed")): [_MARK if one.is_confirmed else None for one in lines],
    }
    filled = {title: cells for title, cells in after.items() if any(cell is not None for cell in cells)}
    models: list[list[SheetCell]] = [
        [
            name_of(one),
            *(_score(one, name) for name, _ in shown),
            *(cells[at] for cells in filled.values()),
        ]
        for at, one in enumerate(lines)
    ]
    by_class: list[list[SheetCell]] = [
        [name_of(one), label, *(getattr(scores, name) for name in _OF_CLASS), scores.support]
        for one in lines
        for label, scores in one.per_class.items()
    ]
    settings: list[list[SheetCell]] = [
        [name_of(one), name, _plain(value)]
        for one in lines
        for name, value in named_settings(one.settings, language).items()
    ]
    names = [said(name) for name in RESULT_SHEETS]
    formats = {
        at: _FORMATS.get(name, _SCORE) for at, (name, _) in enumerate(shown, start=1) if name not in _IN_UNITS
    }
    if seconds in filled:
        formats[len(shown) + 1 + list(filled).index(seconds)] = _SECONDS
    titles = dict(SCORES)
    sheets = [
        Sheet(
            names[0],
            [model, *(said(title) for _, title in shown), *filled],
            models,
            formats,
        )
    ]
    if by_class:
        scores_of_class = dict.fromkeys(range(2, 2 + len(_OF_CLASS)), _SCORE)
        heads = [model, said(Message("Value")), *(said(titles[name]) for name in _OF_CLASS)]
        sheets.append(Sheet(names[1], [*heads, said(Message("Held-out rows"))], by_class, scores_of_class))
    sheets.append(Sheet(names[2], [model, said(Message("Setting")), said(Message("Value"))], settings))
    return sheets


def _score(line: ResultLine, name: str) -> float | None:
    value = line.scores.get(name)
    return float(value) if value is not None else None


def _plain(value: Any) -> SheetCell:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
    return value
