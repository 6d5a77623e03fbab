"""Rows that are added to a table later: how far an addition is, what differs in its columns, and what people decide about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from domain.labelled import Labelled
from domain.messages import Message, Sentences, Worded, in_context


class AdditionStatus(Labelled):
    """Life of an addition."""

    RECEIVED = "received", in_context("addition", "received")
    ASKS = "asks", in_context("addition", "to be decided")
    ADDED = "added", in_context("addition", "added")
    WITHDRAWN = "withdrawn", in_context("addition", "withdrawn")
    TAKEN_BACK = "taken_back", in_context("addition", "taken back")


class DifferenceKind(Labelled):
    """In what way a column of an addition differs from the table's."""

    MISSING = "missing", in_context("difference", "missing")
    RENAMED = "renamed", in_context("difference", "renamed")
    NEW = "new", in_context("difference", "new")
    UNREADABLE = "unreadable", in_context("difference", "unreadable")
    AS_MISSING = "as_missing", in_context("difference", "read as missing")
    UNIT = "unit", in_context("difference", "unit")
    SHEET = "sheet", in_context("difference", "sheet")
    DATES = "dates", in_context("difference", "dates")
    CLASSES = "classes", in_context("difference", "new classes")
    FRACTIONS = "fractions", in_context("difference", "fractions")
    REPEATED = "repeated", in_context("difference", "repeated rows")


def shown_factor(factor: float) -> str:
    """A factor for sentences, with at most four digits behind those that lead it.

    Example:
        >>> shown_factor(10000), shown_factor(0.0001), shown_factor(400 / 121)
        ('10,000', '0.0001', '3.3058')
    """
    places = 4 if factor >= 1 else 12
    return f"{float(f'{factor:.5g}') if factor < 1 else factor:,.{places}f}".rstrip("0").rstrip(".")


@dataclass(frozen=True)
class ColumnDifference(Worded):
    """One difference, in a sentence.

    Attributes:
        code: of its `DifferenceKind`.
        column: label of the table's column; of a new column its header, None of repeated rows.
        header: of the file's column that is probably meant; None where there is none.
        asks: whether people have to decide before rows are added.
        message: what differs and what the choices are.
        factor: what numbers of another unit are to be multiplied by; None where that is not clear.
        as_blank: whether cells are blank where it is accepted; of new classes, whether they may be left blank, as the column's type
            can't hold them.
    """

    code: str
    column: str | None
    message: Message
    asks: bool
    header: str | None = None
    factor: float | None = None
    as_blank: bool = False

    @property
    def key(self) -> str:
        """Names the difference among those of its addition, for `AdditionChoices.accepted`."""
        return f"{self.code}:{self.column or ''}"

    @property
    def key_of_blank(self) -> str:
        """Names, for `AdditionChoices.accepted`, that the column or the cells in question are left blank."""
        kind = DifferenceKind.UNREADABLE if self.code == DifferenceKind.CLASSES else DifferenceKind.MISSING
        return f"{kind}:{self.column or ''}"

    @property
    def times(self) -> str | None:
        """The factor as people read it; None without one."""
        return None if self.factor is None else shown_factor(self.factor)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> ColumnDifference:
        """The difference that `to_json` wrote."""
        message = Sentences(data["ko"], data["en"])
        return cls(
            data["code"],
            data["column"],
            message,
            data["asks"],
            data["header"],
            data.get("factor"),
            data.get("as_blank", data["code"] == DifferenceKind.UNREADABLE),
        )


@dataclass(frozen=True)
class TakenBack:
    """That the rows of an addition were taken out of the table again.

    Attributes:
        by: who did.
        at: when, in ISO 8601.
        version: of the table without them.
    """

    by: str
    at: str
    version: int

    @property
    def moment(self) -> datetime:
        """When, as a moment."""
        return datetime.fromisoformat(self.at)


@dataclass(frozen=True)
class AdditionChoices:
    """What people decided about differences.

    Attributes:
        renamed: label of the table's column → header of the file's that it is.
        accepted: keys of differences that are taken as they are: a renamed column is the header that was suggested, a missing
            column is left blank, cells that can't be read are blank, numbers are taken as written, repeated rows are added again, rows of new classes are added.
        converted: labels of columns whose numbers are converted to the table's unit.
        only_new: of rows that are in the table already, none is added.
        known_classes: of rows whose target is a class that the table doesn't have, none is added.
        taken_back: that the rows were taken out again after they had been added.
    """

    renamed: Mapping[str, str] = field(default_factory=dict)
    accepted: Sequence[str] = ()
    converted: Sequence[str] = ()
    only_new: bool = False
    known_classes: bool = False
    taken_back: TakenBack | None = None

    def with_later(self, later: AdditionChoices) -> AdditionChoices:
        """These choices and `later` ones; where both decide about the same, the later one holds."""
        converted = {f"{DifferenceKind.UNIT}:{label}" for label in later.converted}
        known = f"{DifferenceKind.CLASSES}:"
        blank = {
            key.replace(DifferenceKind.UNREADABLE, DifferenceKind.CLASSES, 1) for key in later.accepted
        } - set(later.accepted)
        accepted = [
            key
            for key in self.accepted
            if key not in converted
            and key not in blank
            and not (later.only_new and key == f"{DifferenceKind.REPEATED}:")
            and not (later.known_classes and key.startswith(known))
        ]
        return AdditionChoices(
            {**self.renamed, **later.renamed},
            tuple(dict.fromkeys((*accepted, *later.accepted))),
            tuple(
                label
                for label in dict.fromkeys((*self.converted, *later.converted))
                if f"{DifferenceKind.UNIT}:{label}" not in later.accepted
            ),
            later.only_new or (self.only_new and f"{DifferenceKind.REPEATED}:" not in later.accepted),
            later.known_classes
            or (self.known_classes and not any(key.startswith(known) for key in later.accepted)),
            self.taken_back,
        )

    def to_json(self) -> dict[str, Any]:
        """JSON-serialisable; `from_json` reads it."""
        return {
            "renamed": dict(self.renamed),
            "accepted": list(self.accepted),
            "converted": list(self.converted),
            "only_new": self.only_new,
            "known_classes": self.known_classes,
            "taken_back": asdict(self.taken_back) if self.taken_back else None,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> AdditionChoices:
        """The choices that `to_json` wrote, or none."""
        taken_back = data.get("taken_back")
        return cls(
            dict(data.get("renamed", {})),
            tuple(data.get("accepted", ())),
            tuple(data.get("converted", ())),
            data.get("only_new", False),
            data.get("known_classes", False),
            TakenBack(**taken_back) if taken_back else None,
        )
