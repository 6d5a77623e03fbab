"""Rows that are added to a table later: how far an addition is, what differs in its columns, and what people decide about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from domain.labelled import Labelled
from domain.messages import Message, Sentences, Worded, in_context


class AdditionStatus(Labelled):
    """Life of an addition."""

    RECEIVED = "received", in_context("addition", "received")
    ASKS = "asks", in_context("addition", "to be decided")
    ADDED = "added", in_context("addition", "added")
    WITHDRAWN = "withdrawn", in_context("addition", "withdrawn")


class DifferenceKind(Labelled):
    """In what way a column of an addition differs from the table's."""

    MISSING = "missing", in_context("difference", "missing")
    RENAMED = "renamed", in_context("difference", "renamed")
    NEW = "new", in_context("difference", "new")
    UNREADABLE = "unreadable", in_context("difference", "unreadable")
    UNIT = "unit", in_context("difference", "unit")
    FRACTIONS = "fractions", in_context("difference", "fractions")
    REPEATED = "repeated", in_context("difference", "repeated rows")


@dataclass(frozen=True)
class ColumnDifference(Worded):
    """One difference, in a sentence.

    Attributes:
        code: of its `DifferenceKind`.
        column: label of the table's column; of a new column its header, None of repeated rows.
        header: of the file's column that is probably meant; None where there is none.
        asks: whether people have to decide before rows are added.
        message: what differs and what the choices are.
    """

    code: str
    column: str | None
    message: Message
    asks: bool
    header: str | None = None

    @property
    def key(self) -> str:
        """Names the difference among those of its addition, for `AdditionChoices.accepted`."""
        return f"{self.code}:{self.column or ''}"

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> ColumnDifference:
        """The difference that `to_json` wrote."""
        message = Sentences(data["ko"], data["en"])
        return cls(data["code"], data["column"], message, data["asks"], data["header"])


@dataclass(frozen=True)
class AdditionChoices:
    """What people decided about differences.

    Attributes:
        renamed: label of the table's column → header of the file's that it is.
        accepted: keys of differences that are taken as they are: a missing column is left blank, cells that can't be read
            are blank, numbers are taken as written, repeated rows are added again.
        only_new: of rows that are in the table already, none is added.
    """

    renamed: Mapping[str, str] = field(default_factory=dict)
    accepted: Sequence[str] = ()
    only_new: bool = False

    def to_json(self) -> dict[str, Any]:
        """JSON-serialisable; `from_json` reads it."""
        return {"renamed": dict(self.renamed), "accepted": list(self.accepted), "only_new": self.only_new}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> AdditionChoices:
        """The choices that `to_json` wrote, or none."""
        return cls(
            dict(data.get("renamed", {})), tuple(data.get("accepted", ())), data.get("only_new", False)
        )
