"""Reading a file made by a test: in this process for speed, or the way callers do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pytest

from automl_lib.reading import ReadChoices, ReadLimits
from automl_lib.reading.table import read_table
from domain.read_report import LedgerEntry, ReadReport


@dataclass(frozen=True)
class Outcome:
    """A report with both tables."""

    report: ReadReport
    cells: pl.DataFrame
    typed: pl.DataFrame

    @property
    def labels(self) -> list[str]:
        return [c.label for c in self.report.schema.columns]

    @property
    def types(self) -> dict[str, str]:
        return {c.label: c.type.value for c in self.report.schema.columns}

    def values(self, label: str) -> list[object]:
        return self.typed[self.report.schema.by_label(label).key].to_list()

    def raw(self, label: str) -> list[str | None]:
        return self.cells[self.report.schema.by_label(label).key].to_list()

    def entry(self, code: str, column: str | None = None) -> LedgerEntry:
        """The one ledger entry of that code (and column)."""
        found = [e for e in self.report.ledger if e.code == code and e.column == column]
        assert len(found) == 1, [e.code for e in self.report.ledger]
        return found[0]

    @property
    def codes(self) -> set[str]:
        return {e.code for e in self.report.ledger}


Read = Callable[..., Outcome]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Reads bytes, text (as UTF-8) or a path in this process."""

    def run(
        content: bytes | str | Path,
        *,
        limits: ReadLimits | None = None,
        sheet: str | None = None,
        careful_bytes: int = 8 * 1024 * 1024,
        choices: ReadChoices | None = None,
    ) -> Outcome:
        source = content if isinstance(content, Path) else tmp_path / "upload"
        if not isinstance(content, Path):
            source.write_bytes(content.encode() if isinstance(content, str) else content)
        out = tmp_path / "out"
        out.mkdir(exist_ok=True)
        report = read_table(
            source,
            out,
            "자료.csv",
            limits or ReadLimits(),
            sheet=sheet,
            choices=choices,
            careful_bytes=careful_bytes,
        )
        return Outcome(report, pl.read_parquet(out / "cells.parquet"), pl.read_parquet(out / "typed.parquet"))

    return run
