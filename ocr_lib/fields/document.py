"""What is found in a document: its kind, its fields with their proofs, its rows of goods, and repairs to offer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from domain.document_fields import ItemColumn
from domain.reading_limits import FieldLimit
from domain.registration_numbers import mask_resident_numbers
from ocr_lib.fields.equations import Equation
from ocr_lib.fields.kinds import KindFound
from ocr_lib.fields.line_items import Amount, LineItem
from ocr_lib.fields.normal_forms import Value
from ocr_lib.fields.reasons import FieldState, Reason
from ocr_lib.fields.repair import Repair
from ocr_lib.fields.vocabulary import FieldKey, FieldType


@dataclass(frozen=True)
class OfferedValue:
    """Another value for a field, which people accept or not.

    Attributes:
        reasons: what holds with it.
        is_proven: whether these prove it; a value that is only likely is never applied by itself.
    """

    value: Value
    reasons: tuple[Reason, ...]
    is_proven: bool = True


@dataclass(frozen=True)
class DocumentField:
    """A field of a document. Resident numbers in it are masked.

    Attributes:
        value: in normal form; None where the text could not be read as one.
        text: as read.
        score: probability of its least certain text, 0 … 1.
        indexes: of the document's texts that it is from.
        repair: a value that satisfies what the read one contradicts.
    """

    key: FieldKey
    type: FieldType
    value: Value | None
    text: str = field(repr=False)
    score: float
    state: FieldState
    reasons: tuple[Reason, ...]
    indexes: tuple[int, ...]
    repair: OfferedValue | None = None

    def to_json(self) -> dict[str, Any]:
        """All of it, with the names for people."""
        repair = self.repair
        return {
            "key": self.key.value,
            "name": self.key.message.sentences,
            "type": self.type.value,
            "value": self.value,
            "text": self.text,
            "score": round(self.score, 4),
            "state": self.state.value,
            "reasons": [reason.to_json() for reason in self.reasons],
            "texts": list(self.indexes),
            "repair": None
            if repair is None
            else {"value": repair.value, "reasons": [reason.to_json() for reason in repair.reasons]},
        }


@dataclass(frozen=True)
class ItemField:
    """A value of a row of goods, as `DocumentField`.

    Attributes:
        row: its number, from 0.
    """

    row: int
    column: ItemColumn
    value: str | None
    text: str = field(repr=False)
    state: FieldState
    reasons: tuple[Reason, ...]
    indexes: tuple[int, ...]
    repair: OfferedValue | None = None


@dataclass(frozen=True)
class Check:
    """An equation of the document and whether its figures satisfy it.

    Attributes:
        indexes: of the texts of its figures.
    """

    equation: Equation
    holds: bool
    reason: Reason
    indexes: tuple[int, ...]

    def to_json(self) -> dict[str, Any]:
        return {
            "rule": self.equation.rule.value,
            "figures": list(self.equation.figures),
            "holds": self.holds,
            "reason": self.reason.to_json(),
            "texts": list(self.indexes),
        }


@dataclass(frozen=True)
class DocumentFields:
    """The kind and the fields of a document.

    Attributes:
        missing: required fields that were not found.
        checks: its arithmetic.
        repairs: of its figures, those of rows of goods included.
        cells: the values of its rows of goods.
        limits_reached: why something is missing, if it is.
    """

    kind: KindFound
    fields: tuple[DocumentField, ...]
    missing: tuple[FieldKey, ...] = ()
    items: tuple[LineItem, ...] = ()
    checks: tuple[Check, ...] = ()
    repairs: tuple[Repair, ...] = ()
    cells: tuple[ItemField, ...] = ()
    limits_reached: tuple[FieldLimit, ...] = ()

    def get(self, key: FieldKey) -> DocumentField | None:
        """A field by its key."""
        return next((one for one in self.fields if one.key is key), None)

    def to_json(self) -> dict[str, Any]:
        """All of it; numbers of rows of goods as in print, decimal ones as strings."""
        return {
            "kind": self.kind.kind.value,
            "kind_name": self.kind.kind.message.sentences,
            "kind_score": self.kind.score,
            "kind_anchors": list(self.kind.anchors),
            "fields": [one.to_json() for one in self.fields],
            "missing": [key.value for key in self.missing],
            "items": [
                _item_json(item, [cell for cell in self.cells if cell.row == row])
                for row, item in enumerate(self.items)
            ],
            "checks": [check.to_json() for check in self.checks],
            "repairs": [
                {
                    "figure": one.figure,
                    "text": one.text,
                    "value": _number(one.value),
                    "texts": list(one.indexes),
                }
                for one in self.repairs
            ],
            "limits_reached": [{"limit": one.value, **one.message.sentences} for one in self.limits_reached],
        }


def _item_json(item: LineItem, cells: Sequence[ItemField]) -> dict[str, Any]:
    return {
        "name": mask_resident_numbers(item.name),
        "spec": mask_resident_numbers(item.spec),
        **{
            column: _number(amount.value) if amount is not None else None
            for column, amount in _amounts(item).items()
        },
        "texts": list(item.indexes),
        "state": FieldState.weakest(cell.state for cell in cells).value,
        "states": {
            cell.column.value: {
                "state": cell.state.value,
                "reasons": [reason.to_json() for reason in cell.reasons],
            }
            for cell in cells
        },
    }


def _amounts(item: LineItem) -> dict[str, Amount | None]:
    return {"quantity": item.quantity, "price": item.price, "amount": item.amount, "tax": item.tax}


def _number(value: Decimal) -> int | str:
    return int(value) if value == value.to_integral_value() else str(value)
