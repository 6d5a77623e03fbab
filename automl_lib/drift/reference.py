"""What is kept of the table that a model was trained on, to compare new rows with: its profile and how it was written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from automl_lib.drift.written import WrittenForm, written_forms
from automl_lib.profile.result import ColumnProfile, TableProfile
from domain.table_schema import TableSchema

if TYPE_CHECKING:
    from domain.read_report import LedgerEntry


@dataclass(frozen=True)
class ReferenceTable:
    """The table that a model was trained on, without its rows.

    Attributes:
        profile: statistics of its columns.
        forms: key → how the column was written, where the ledger of reading tells.
    """

    profile: TableProfile
    forms: Mapping[str, WrittenForm] = field(default_factory=dict)

    def form(self, key: str) -> WrittenForm | None:
        """How the column was written; None where that was not kept."""
        return self.forms.get(key)

    def to_dict(self) -> dict[str, Any]:
        """JSON-serialisable."""
        return {
            "rows": self.profile.rows,
            "columns": [column.to_dict() for column in self.profile.columns],
            "forms": {key: asdict(form) for key, form in self.forms.items()},
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> ReferenceTable:
        """Also reads what was kept before there were forms, and before forms kept whether there was a unit, not which."""
        columns = tuple(ColumnProfile.from_dict(column) for column in data["columns"])
        forms = {
            key: WrittenForm(
                form["percent"],
                form["present"],
                bool(form.get("has_unit", form.get("units"))),
                form.get("has_seconds", False),
            )
            for key, form in data.get("forms", {}).items()
        }
        return cls(TableProfile(data["rows"], columns), forms)


def reference_table(
    profile: TableProfile, schema: TableSchema, ledger: Sequence[LedgerEntry]
) -> ReferenceTable:
    """What to keep of a table.

    Args:
        profile: of the table.
        schema: its columns.
        ledger: of reading it, as it is after people changed columns' types.
    """
    return ReferenceTable(profile, written_forms(profile, schema, ledger))
