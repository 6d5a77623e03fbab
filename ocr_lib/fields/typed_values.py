"""Values that people wrote, in place of those that were read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from domain.document_fields import FieldKey, FieldType, ItemColumn
from ocr_lib.fields.line_items import Amount, LineItem
from ocr_lib.fields.normal_forms import Value, normal_form, plain_text
from ocr_lib.fields.texts import Placed
from ocr_lib.fields.values import Candidate
from ocr_lib.fields.vocabulary import SPELT, FieldSpec


@dataclass(frozen=True)
class TypedValues:
    """Values as people typed them; an empty one says that the document has none.

    Attributes:
        items: by row of goods, from 0, and column.
    """

    fields: Mapping[FieldKey, str] = field(default_factory=dict)
    items: Mapping[tuple[int, ItemColumn], str] = field(default_factory=dict)

    def in_fields(
        self, specs: Sequence[FieldSpec], chosen: Mapping[FieldKey, Candidate]
    ) -> dict[FieldKey, Candidate]:
        """What was chosen, with the typed values in place of those that were read."""
        found = dict(chosen)
        for number, spec in enumerate(specs):
            typed = self.fields.get(spec.key)
            if typed is None:
                continue
            read = found.pop(spec.key, None)
            if typed:
                found[spec.key] = Candidate(
                    typed_by_people(spec.type, typed), _place(typed, number, read), 0.0
                )
        return found

    def of_amounts(self, found: Mapping[FieldKey, Sequence[Candidate]]) -> dict[FieldKey, list[Candidate]]:
        """The only candidate of each amount that was typed."""
        given = {}
        for number, (key, of_key) in enumerate(found.items()):
            typed = self.fields.get(key)
            if typed is not None:
                value = typed_by_people(FieldType.WON, typed)
                place = _place(typed, number, of_key[0] if of_key else None)
                given[key] = [] if value is None else [Candidate(value, place, 0.0)]
        return given

    def in_items(self, items: Sequence[LineItem], most_added: int) -> tuple[LineItem, ...]:
        """Rows of goods with the typed values in place of those that were read, and rows that were only typed behind them."""
        typed = max((row for row, _ in self.items), default=-1) + 1
        added = [LineItem("")] * min(typed - len(items), most_added)
        return tuple(self._item(row, item) for row, item in enumerate([*items, *added]))

    def _item(self, row: int, item: LineItem) -> LineItem:
        def amount(column: ItemColumn, read: Amount | None) -> Amount | None:
            typed = self.items.get((row, column))
            if typed is None:
                return read
            value = typed_by_people(column.type, typed)
            return None if value is None else Amount(Decimal(value), typed, read.indexes if read else ())

        return LineItem(
            self.items.get((row, ItemColumn.NAME), item.name),
            amount(ItemColumn.QUANTITY, item.quantity),
            amount(ItemColumn.PRICE, item.price),
            amount(ItemColumn.AMOUNT, item.amount),
            amount(ItemColumn.TAX, item.tax),
            item.indexes,
            self.items.get((row, ItemColumn.SPEC), item.spec),
        )


def typed_by_people(kind: FieldType, typed: str) -> Value | None:
    """The normal form of what a person typed; names and texts are kept as they are."""
    return plain_text(typed) if kind in SPELT else normal_form(kind, typed)


def _place(typed: str, number: int, read: Candidate | None) -> Placed:
    """A place of its own beside the page, so that the value may prove others; its texts are those of what was read there."""
    indexes = read.placed.indexes if read is not None else ()
    return Placed(typed, -1.0 - number, -1.0, -1.0 - number, -1.0, indexes)
