"""What a preprocessing plan does to a table, as plain numbers: for previews, records and screens. `automl_lib.plan` counts them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from domain.messages import Message, Sentences, Worded
from domain.split import SplitEffect

TEXT_USED = "column_text_used"
"""Code of the note on a column of free text that is used."""
GOOD_NEWS = (TEXT_USED,)
"""Codes of notes that warn of nothing."""


@dataclass(frozen=True)
class Note(Worded):
    """A remark for people. `code` is stable; `column` is a key or None."""

    code: str
    message: Message
    column: str | None = None

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Note:
        """The note that `to_json` wrote."""
        return cls(data["code"], Sentences(data["ko"], data["en"]), data["column"])


@dataclass(frozen=True)
class PlanEffect:
    """Counts of what a plan does. All rows add up: see `rows_*`.

    Attributes:
        rows_total: rows of the table.
        rows_missing_target: dropped, their target is blank.
        rows_duplicate: dropped as duplicates (found but kept when the plan keeps them: see
            `duplicates_found`).
        duplicates_found: rows that repeat an earlier one.
        duplicates_across_split: test rows equal to some training row.
        rows_missing_cells: training rows dropped for blanks.
        rows_outliers: training rows dropped for outliers.
        rows_train, rows_test: what is left on each side.
        classes_train, classes_test: class → rows; empty for clustering.
        cells_filled_train, cells_filled_test: key → blank cells the plan fills with a value.
        cells_clipped_train, cells_clipped_test: key → cells moved to a bound.
        bounds: key → (low, high) of outliers, learned from the training rows.
        fill_values: key → what blanks become, learned from the training rows (also where the plan itself
            doesn't fill, as what a learner falls back to).
        columns_unused: key → why the models won't see it ("constant", "blank", "free_text").
        notes: remarks for people.
        split: what is held out and why; None for clustering, and for effects of earlier versions.
    """

    rows_total: int
    rows_missing_target: int
    rows_duplicate: int
    duplicates_found: int
    duplicates_across_split: int
    rows_missing_cells: int
    rows_outliers: int
    rows_train: int
    rows_test: int
    classes_train: Mapping[str, int]
    classes_test: Mapping[str, int]
    cells_filled_train: Mapping[str, int]
    cells_filled_test: Mapping[str, int]
    cells_clipped_train: Mapping[str, int]
    cells_clipped_test: Mapping[str, int]
    bounds: Mapping[str, tuple[float, float]]
    fill_values: Mapping[str, float | str]
    columns_unused: Mapping[str, str]
    notes: tuple[Note, ...]
    split: SplitEffect | None = None

    def with_split(self, **known: Any) -> PlanEffect:
        """The same, with more known of the split: attributes of `SplitEffect`."""
        return replace(self, split=replace(self.split, **known)) if self.split else self

    def to_json(self) -> dict[str, Any]:
        """JSON-serialisable; `from_json` reads it."""
        data = asdict(replace(self, split=None))
        data["bounds"] = {key: list(pair) for key, pair in self.bounds.items()}
        data["notes"] = [note.to_json() for note in self.notes]
        del data["split"]
        return data | ({"split": self.split.to_json()} if self.split else {})

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> PlanEffect:
        """The effect that `to_json` wrote."""
        bounds = {key: (low, high) for key, (low, high) in data["bounds"].items()}
        notes = tuple(Note.from_json(note) for note in data["notes"])
        split = SplitEffect.from_json(data["split"]) if data.get("split") else None
        return cls(**{**data, "bounds": bounds, "notes": notes, "split": split})
