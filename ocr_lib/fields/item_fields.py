"""The values of rows of goods with their states, as those of the document's fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from domain.document_fields import FieldState, ItemColumn
from domain.registration_numbers import mask_resident_numbers
from ocr_lib.fields.document import Check, ItemField, OfferedValue
from ocr_lib.fields.equations import item_id
from ocr_lib.fields.line_items import LineItem
from ocr_lib.fields.proofs import amount_proof
from ocr_lib.fields.reasons import ReasonKind, reason
from ocr_lib.fields.typed_values import TypedValues


def item_fields(
    items: Sequence[LineItem],
    found: Sequence[Check],
    offered: Mapping[str, OfferedValue],
    typed: TypedValues,
) -> tuple[ItemField, ...]:
    """All values of all rows, those that could not be read left out.

    Args:
        found: the arithmetic of the document.
        offered: repairs, by the ids of their figures.
        typed: people's values, for which nothing is offered.
    """
    cells = []
    for row, item in enumerate(items):
        for column, text in ((ItemColumn.NAME, item.name), (ItemColumn.SPEC, item.spec)):
            if text:
                masked = mask_resident_numbers(text)
                cells.append(ItemField(row, column, masked, masked, FieldState.UNCHECKED, (), item.indexes))
        for column in (ItemColumn.QUANTITY, ItemColumn.PRICE, ItemColumn.AMOUNT, ItemColumn.TAX):
            amount, by_people = getattr(item, column.value), typed.items.get((row, column))
            if amount is not None:
                state, reasons = amount_proof(item_id(row, column), found)
                offer = None if by_people is not None else offered.get(item_id(row, column))
                value = format(amount.value, "f")
                cells.append(
                    ItemField(row, column, value, amount.text, state, reasons, amount.indexes, offer)
                )
            elif by_people:
                why = (reason(ReasonKind.NOT_READABLE, {"text": by_people}),)
                cells.append(ItemField(row, column, None, by_people, FieldState.CONTRADICTED, why, ()))
    return tuple(cells)
