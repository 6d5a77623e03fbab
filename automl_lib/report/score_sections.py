"""The sections of a report on how good a model is, and what it goes by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from automl_lib.evaluation.bootstrap import SHARE
from automl_lib.pictures import draw_dependence, draw_pictures
from automl_lib.report.blocks import Bars, Block, Grid, Picture, Pictures, Points, Text
from automl_lib.report.section_writer import SectionWriter
from automl_lib.report.wording import FEWEST_ROWS, MEANINGS, TITLES, shown_as, shown_score
from domain.columns import ColumnType
from domain.dependence_sentences import dependence_sentence
from domain.explanations import Dependence, ModelExplanation
from domain.learners import LEARNERS, in_order
from domain.model_choice import Baseline
from domain.shown_numbers import shown_number

_MOST_CLASSES, _MOST_REASONS = 40, 15


class ScoreSections(SectionWriter):
    """Scores beside baseline and other models, pictures, and the importance of columns."""

    def scores(self) -> list[Block]:
        source = self.source
        scores = source.evaluation.scores
        blocks: list[Block] = []
        measured = [name for name in TITLES if getattr(scores, name, None) is not None]
        rows = [
            [
                TITLES[name].render(self.language),
                shown_as(name, shown_score(scores, name)),
                self.interval(name) or "–",
                MEANINGS[name].render(self.language),
            ]
            for name in measured
        ]
        share = f"{SHARE:.0%}"
        headings = [
            self._("Score"),
            self._("Value"),
            self._("{share} interval", share=share),
            self._("Meaning"),
        ]
        blocks.append(Grid(headings, rows, numeric=frozenset({1, 2})))
        if source.intervals:
            text = self._(
                "The intervals come from drawing the held-out rows again 1,000 times (bootstrap, fixed seed): on other rows of "
                "the same kind the score is expected between the bounds."
            )
            blocks.append(Text(text, is_quiet=True))
        blocks += [Text(one.render(self.language)) for one in source.choice]
        blocks += self._baseline()
        blocks += self._by_class()
        if self.source.rule:
            blocks.append(Text(self._("The decision rule in force:")))
            blocks.append(Points([one.render(self.language) for one in self.source.rule]))
        blocks += self._beside_others(measured)
        return blocks

    def _baseline(self) -> list[Block]:
        evaluation = self.source.evaluation
        if (scores := evaluation.classification) and (always := Baseline.of(scores)):
            text = self._(
                "For comparison: always answering '{label}' is right in {share} of the held-out rows; the model in {accuracy}.",
                label=always.label,
                share=f"{always.accuracy:.1%}",
                accuracy=f"{scores.accuracy:.1%}",
            )
            return [Text(text)]
        if errors := evaluation.regression:
            text = self._(
                "For comparison: always answering the mean ({mean}) has a mean absolute error of {mae}; the model {own}.",
                mean=shown_number(errors.mean),
                mae=shown_as("mae", errors.mean_mae),
                own=shown_as("mae", errors.mae),
            )
            return [Text(text)]
        return []

    def _by_class(self) -> list[Block]:
        scores = self.source.evaluation.classification
        if scores is None:
            return []
        names = ("precision", "sensitivity", "f1", "roc_auc")
        headings = [
            self._("Class"),
            *(TITLES[name].render(self.language) for name in names),
            self._("Held-out rows"),
        ]
        shown = list(scores.per_class.items())[:_MOST_CLASSES]
        rows = [
            [label, *(shown_as(name, getattr(one, name)) for name in names), f"{one.support:,}"]
            for label, one in shown
        ]
        blocks: list[Block] = [
            Grid(headings, rows, numeric=frozenset(range(1, 6)), caption=self._("Scores by class"))
        ]
        if len(scores.per_class) > len(shown):
            more = len(scores.per_class) - len(shown)
            blocks.append(Text(self._("and {count} more classes", count=more), is_quiet=True))
        if scores.positive_class is not None:
            text = self._(
                "'{label}' is named from a probability of {threshold} on.",
                label=scores.positive_class,
                threshold=shown_number(scores.threshold),
            )
            blocks.append(Text(text, is_quiet=True))
        return blocks

    def _beside_others(self, measured: Sequence[str]) -> list[Block]:
        source = self.source
        if not source.others:
            return []
        names = [name for name in measured if name not in ("log_loss", "agreement", "mape")][:6]
        everyone = {source.model_code: source.evaluation, **source.others}
        codes = sorted(everyone, key=in_order)
        note = self._(
            "Precision, sensitivity, F1-score and accuracy are each at the threshold by which the model predicts."
        )
        rows = [
            [
                self.name_of(code) + (" ★" if code == source.model_code else ""),
                *(shown_as(name, shown_score(everyone[code].scores, name)) for name in names),
            ]
            for code in codes
        ]
        headings = [self._("Model"), *(TITLES[name].render(self.language) for name in names)]
        return [
            Grid(
                headings,
                rows,
                numeric=frozenset(range(1, len(headings))),
                marked=codes.index(source.model_code),
                caption=self._("Beside the other models"),
            ),
            *([Text(note, is_quiet=True)] if source.evaluation.classification else []),
        ]

    def pictures(self) -> list[Block]:
        source, found = self.source, self.source.evaluation
        drawn = draw_pictures(
            LEARNERS[source.model_code], source.document, found.scores, found.history, self.language
        )
        return [Pictures([Picture(png, kind.message.render(self.language)) for kind, png in drawn.items()])]

    def reasons(self) -> list[Block]:
        explanation = self.source.explanation
        if explanation is None:
            return []
        blocks: list[Block] = []
        metric = explanation.metric or "roc_auc"
        everything = (*explanation.importances, *explanation.groups)
        # One scale for both lists, so that a group's bar is comparable with those of its columns.
        largest = max((one.loss for one in everything), default=0.0)
        for found, text in (
            (
                explanation.importances,
                self._(
                    "How much worse {metric} gets on {rows:,} held-out rows when the values of a column are shuffled.",
                    metric=TITLES[metric].render(self.language),
                    rows=explanation.rows,
                ),
            ),
            (explanation.groups, self._("Columns that go together, shuffled together:")),
        ):
            shown = found[:_MOST_REASONS]
            if any(one.loss > 0 for one in shown):
                rows = [
                    (
                        one.name,
                        max(0.0, one.loss) / largest,
                        f"{shown_as(metric, one.loss)} ± {shown_as(metric, one.error)}",
                    )
                    for one in shown
                ]
                blocks += [Text(text, is_quiet=True), Bars(rows)]
        notes = [note.render(self.language) for note in explanation.notes]
        if notes:
            blocks.append(Points(notes))
        return [*blocks, *self._dependences(explanation)]

    def _dependences(self, explanation: ModelExplanation) -> list[Block]:
        """The partial dependence of the columns that matter most, each with what is to be seen in it."""
        drawn = []
        for one in map(self._with_frequent_values, explanation.dependences):
            column = next((known for known in explanation.columns if known.label == one.label), None)
            if png := draw_dependence(one, explanation.outputs, column, language=self.language):
                sentence = dependence_sentence(explanation, one).render(self.language)
                drawn.append(Picture(png, one.label, sentence))
        if not drawn:
            return []
        text = self._(
            "The mean prediction where all rows had the same value of one column and kept their others (partial dependence). "
            "It shows what the model does; what causes what, it doesn't show."
        )
        return [Text(text, is_quiet=True), Pictures(drawn)]

    def _with_frequent_values(self, dependence: Dependence) -> Dependence:
        """Without categories that few rows have, or of which it is not known."""
        if dependence.kind is not ColumnType.TEXT:
            return dependence
        frequent = {
            str(value)
            for column in self.source.columns
            if column["label"] == dependence.label
            for value, count in column["top_values"]
            if count >= FEWEST_ROWS
        }
        return replace(
            dependence, points=tuple(point for point in dependence.points if point.value in frequent)
        )
