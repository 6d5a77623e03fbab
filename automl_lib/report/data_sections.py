"""The sections of a report on what a model was made from and how."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from automl_lib.pictures.fonts import shorten
from automl_lib.report.blocks import Block, Facts, Grid, Points, Text
from automl_lib.report.section_writer import SectionWriter
from automl_lib.report.wording import FEWEST_ROWS
from domain.columns import ColumnType
from domain.messages import Message, in_context, sentence_in
from domain.setting_names import named_settings
from domain.shown_numbers import shown_number

_MOST_COLUMNS, _MOST_REMARKS = 60, 20
_LONGEST_VALUES = 60


class DataSections(SectionWriter):
    """Data, preparation and split, lineage."""

    def data(self) -> list[Block]:
        source = self.source
        facts = [
            *self._only_file(),
            (self._("Rows"), f"{source.rows:,}"),
            (self._("Columns"), f"{len(source.schema.columns):,}"),
        ]
        blocks: list[Block] = [Facts(facts), *self._files(), self._columns()]
        left = len(source.columns) - _MOST_COLUMNS
        if left > 0:
            blocks.append(Text(self._("and {count} more columns", count=left), is_quiet=True))
        for title, remarks in (
            (Message("To look at"), source.remarks),
            (Message("Read differently from how it is written"), source.ledger),
        ):
            sentences = [sentence_in(self.language, remark) for remark in remarks[:_MOST_REMARKS]]
            if sentences:
                blocks += [Text(f"{title.render(self.language)} · {len(remarks):,}"), Points(sentences)]
        return blocks

    def _only_file(self) -> list[tuple[str, str]]:
        """The file of a table to which nothing was added; empty for others, whose files are listed."""
        if len(self.source.files) > 1:
            return [(self._("Files"), f"{len(self.source.files):,}")]
        (file,) = self.source.files
        return [(self._("File"), file.shown_name), ("SHA-256", file.sha256)]

    def _files(self) -> list[Grid]:
        """The files of a table that has grown."""
        files = self.source.files
        if len(files) == 1:
            return []
        headings = [
            in_context("name", "File").render(self.language),
            self._("Rows"),
            self._("Added on"),
            "SHA-256",
        ]
        rows = [[one.shown_name, f"{one.rows:,}", one.added_on or "–", one.sha256] for one in files]
        return [Grid(headings, rows, numeric=frozenset({1}), caption=self._("Files"))]

    def _columns(self) -> Grid:
        source = self.source
        used = {*source.plan.columns} - set(source.effect.columns_unused)
        rows = []
        for one in source.columns[:_MOST_COLUMNS]:
            key = one["key"]
            part = (
                self._("Target")
                if key == source.plan.target
                else self._("used")
                if key in used
                else self._("not used")
            )
            kind = ColumnType(one["type"]).message.render(self.language)
            rows.append(
                [str(one["label"]), kind, part, f"{one['missing']:,}", f"{one['distinct']:,}", _range(one)]
            )
        headings = [
            self._("Column"),
            self._("Type"),
            self._("Part"),
            self._("Missing"),
            in_context("statistic", "Distinct").render(self.language),
            self._("Range or frequent values"),
        ]
        return Grid(headings, rows, numeric=frozenset({3, 4}), caption=self._("Columns"))

    def plan(self) -> list[Block]:
        source, plan, effect = self.source, self.source.plan, self.source.effect
        outliers = plan.outliers.message.render(self.language)
        facts = [
            (self._("Duplicates"), plan.duplicates.message.render(self.language)),
            (self._("Missing values"), plan.missing.message.render(self.language)),
            (
                self._("Outliers"),
                outliers
                if plan.outliers == "keep"
                else f"{outliers} ({plan.outlier_method.message.render(self.language)} × {plan.outlier_factor:g})",
            ),
            (
                self._("Split"),
                self._(
                    "{train:,} rows to learn from, {test:,} held out ({share}), seed {seed}",
                    train=effect.rows_train,
                    test=effect.rows_test,
                    # Not the plan's: of rows that were chosen it is another.
                    share=f"{effect.rows_test / max(1, effect.rows_train + effect.rows_test):.0%}",
                    seed=plan.seed,
                ),
            ),
        ]
        if split := effect.split:
            facts.append((self._("Held out"), split.message.render(self.language)))
            if split.reason:
                facts.append((self._("Reason"), split.reason.render(self.language)))
            if split.comparison:
                facts.append(
                    (self._("Compared with a random split"), split.comparison.message.render(self.language))
                )
        removed = (
            (Message("Removed: no target"), effect.rows_missing_target),
            (Message("Removed: duplicates"), effect.rows_duplicate),
            (Message("Removed: missing values (training)"), effect.rows_missing_cells),
            (Message("Removed: outliers (training)"), effect.rows_outliers),
        )
        facts += [(title.render(self.language), f"{count:,}") for title, count in removed if count]
        blocks: list[Block] = [Facts(facts)]
        notes = [sentence_in(self.language, note) for note in effect.notes]
        if notes:
            blocks.append(Points(notes))
        named = named_settings(source.evaluation.settings, self.language)
        settings = [[name, _setting(value)] for name, value in named.items()]
        if settings:
            blocks.append(
                Grid(
                    [self._("Setting"), self._("Value")],
                    settings,
                    caption=self._("Settings of the model"),
                )
            )
        return blocks

    def lineage(self) -> list[Block]:
        facts = [(title.render(self.language), value) for title, value in self.source.lineage]
        return [Facts(facts)] if facts else []


def _range(column: Mapping[str, Any]) -> str:
    low, high = column.get("min"), column.get("max")
    if isinstance(low, int | float) and isinstance(high, int | float):
        return f"{shown_number(low)} – {shown_number(high)}"
    if column["type"] == ColumnType.DATE and low:
        return f"{str(low)[:10]} – {str(high)[:10]}"
    frequent = [str(value) for value, count in column["top_values"][:3] if count >= FEWEST_ROWS]
    return shorten(", ".join(frequent), _LONGEST_VALUES)


def _setting(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
    return shown_number(value)
