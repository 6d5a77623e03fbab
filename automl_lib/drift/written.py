"""How the numbers of a table were written, from the ledger of reading it: with a percent sign, in which units."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from automl_lib.profile.result import TableProfile
from automl_lib.table import TableSchema

if TYPE_CHECKING:
    from automl_lib.reading import LedgerEntry

_NUMBER_CHARACTERS = frozenset("+-−–△▲().,백천만억조")
_SAME_CURRENCY = {
    **dict.fromkeys(("₩", "krw"), "원"),
    **dict.fromkeys(("$", "usd"), "달러"),
    **dict.fromkeys(("€", "eur"), "유로"),
    **dict.fromkeys(("¥", "jpy"), "엔"),
}


@dataclass(frozen=True)
class WrittenForm:
    """How the numbers of one column were written.

    Attributes:
        percent: cells with a percent sign.
        present: cells that hold a value.
        units: units and currencies that were left off, by name.
    """

    percent: int = 0
    present: int = 0
    units: tuple[str, ...] = ()

    @property
    def is_percent(self) -> bool:
        """Whether every value has a percent sign."""
        return 0 < self.present <= self.percent


def written_forms(
    profile: TableProfile, schema: TableSchema, ledger: Sequence[LedgerEntry]
) -> dict[str, WrittenForm]:
    """Key → form of each column of numbers; arguments as of `reference_table`."""
    percent = {entry.column: entry.count for entry in ledger if entry.code == "percent"}
    units: dict[str | None, list[str]] = {}
    for entry in ledger:
        if entry.code in ("currency", "unit"):
            units.setdefault(entry.column, []).extend(raw for raw, _ in entry.examples)
    return {
        column.key: WrittenForm(
            percent.get(column.label, 0),
            profile.by_key(column.key).present,
            tuple(sorted(units_in(units.get(column.label, ())))),
        )
        for column in schema.columns
        if column.type.is_numeric
    }


def units_in(cells: Iterable[str]) -> set[str]:
    """The units and currencies of numbers as written, each by one name: `₩1,000` and `1000원` have the same."""
    found = set()
    for cell in cells:
        plain = unicodedata.normalize("NFKC", cell).casefold()
        unit = "".join(
            c for c in plain if c not in _NUMBER_CHARACTERS and not c.isspace() and not c.isdigit()
        )
        found.add(_SAME_CURRENCY.get(unit, unit))
    return found - {"", "e", "%"}
