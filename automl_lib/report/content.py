"""What the report on a trained model says, from what is kept of its data, plan and scores."""

from __future__ import annotations

from collections.abc import Sequence

from automl_lib.evaluation.bootstrap import SHARE
from automl_lib.report.blocks import Block, Figure, Points, Report, Section
from automl_lib.report.data_sections import DataSections
from automl_lib.report.limits import limits_of
from automl_lib.report.score_sections import ScoreSections
from automl_lib.report.section_writer import SectionWriter
from automl_lib.report.source import ReportSource
from automl_lib.report.wording import TITLES, shown_as
from domain.messages import Language, Message, in_context

_HEADLINES = ("roc_auc", "f1", "r2", "mae")
_FIGURES = ("roc_auc", "f1", "accuracy", "r2", "mae", "rmse", "coverage", "silhouette")
_MOST_FIGURES = 4


def report_on(source: ReportSource, language: Language) -> Report:
    """The report in a language."""
    return _Writer(source, language).report()


class _Writer(SectionWriter):
    def report(self) -> Report:
        source = self.source
        scores, data = ScoreSections(source, self.language), DataSections(source, self.language)
        sections: list[tuple[Message, Sequence[Block]]] = [
            (Message("Scores"), scores.scores()),
            (Message("Limits"), [self._limits()]),
            (Message("Pictures"), scores.pictures()),
            (Message("What the predictions depend on"), scores.reasons()),
            (in_context("report", "Data"), data.data()),
            (Message("Preparation and split"), data.plan()),
            (Message("Lineage"), data.lineage()),
        ]
        return Report(
            language=self.language,
            kind=Message("Model report").render(self.language),
            title=source.document,
            subtitle=" · ".join(filter(None, [self._model, self._target, source.trained_on])),
            summary=self._summary(),
            figures=self._figures(),
            sections=[Section(title.render(self.language), blocks) for title, blocks in sections if blocks],
            colophon=f"Saebyeok · {source.document} · {self._model}",
        )

    @property
    def _model(self) -> str:
        return self.name_of(self.source.model_code)

    @property
    def _target(self) -> str:
        target = self.source.plan.target
        if target is None:
            return ""
        label = self.source.schema.by_key(target).label
        return Message("target '{label}'", label=label).render(self.language)

    def _summary(self) -> str:
        source = self.source
        name, value = self._headline()
        if name is None:
            return self._("{model} groups the rows of the table.", model=self._model)
        label = source.schema.by_key(str(source.plan.target)).label
        interval = self.interval(name)
        return self._(
            "{model} predicts '{label}'. On {rows:,} rows that it has not seen, its {score} is {value}{interval}.",
            model=self._model,
            label=label,
            rows=getattr(source.evaluation.scores, "rows", 0),
            score=TITLES[name].render(self.language),
            value=shown_as(name, value),
            interval=Message(" ({share} interval {interval})", share=f"{SHARE:.0%}", interval=interval)
            if interval
            else "",
        )

    def _headline(self) -> tuple[str | None, float | None]:
        scores = self.source.evaluation.scores
        for name in _HEADLINES:
            value = getattr(scores, name, None)
            if value is not None:
                return name, value
        return None, None

    def _figures(self) -> list[Figure]:
        scores, found = self.source.evaluation.scores, []
        for name in _FIGURES:
            value = getattr(scores, name, None)
            if value is not None:
                note = self.interval(name)
                found.append(Figure(TITLES[name].render(self.language), shown_as(name, value), note))
        rows = getattr(scores, "rows", None)
        if rows is not None and len(found) < _MOST_FIGURES:
            found.append(Figure(self._("Held-out rows"), f"{rows:,}"))
        return found[:_MOST_FIGURES]

    def _limits(self) -> Points:
        source = self.source
        found = limits_of(
            source.model_code,
            source.evaluation,
            source.effect,
            source.plan,
            source.schema,
            source.intervals,
            next(
                (
                    (column["min"], column["max"])
                    for column in source.columns
                    if column["key"] == source.plan.target and column.get("min") is not None
                ),
                None,
            ),
        )
        return Points([one.render(self.language) for one in found])
