"""The arithmetic of a document: figures, and equations that they satisfy where all were read right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from enum import StrEnum

from ocr_lib.fields.line_items import Amount, LineItem
from ocr_lib.fields.vocabulary import FieldKey

Values = Mapping[str, Decimal]
IN_WORDS = "in_words"
"""The figure of an amount that is written in Hangul or Hanja numerals."""


class Rule(StrEnum):
    """What an equation says."""

    PRODUCT = "product"
    LINES = "lines"
    LINE_TAXES = "line_taxes"
    PARTS = "parts"
    WORDS = "words"
    TENTH = "tenth"


@dataclass(frozen=True)
class Figure:
    """A number of a document.

    Attributes:
        id: a `FieldKey`, `IN_WORDS`, or `item_id(row, column)`.
        place: tells apart figures that were read in different places.
    """

    id: str
    value: Decimal
    text: str
    indexes: tuple[int, ...]
    place: tuple[float, ...] = ()


@dataclass(frozen=True)
class Equation:
    """Sum or product of `terms` = `result`, by the ids of figures.

    `Rule.TENTH` says that the result is a tenth of the term, rounded either way. It supports others and contradicts
    nothing: goods may be exempt of tax.
    """

    rule: Rule
    terms: tuple[str, ...]
    result: str

    @property
    def figures(self) -> tuple[str, ...]:
        return (*self.terms, self.result)

    @property
    def is_strict(self) -> bool:
        """Whether documents that violate it are wrong."""
        return self.rule is not Rule.TENTH

    def left(self, values: Values) -> Decimal:
        """What the terms come to."""
        if self.rule is Rule.PRODUCT:
            return values[self.terms[0]] * values[self.terms[1]]
        if self.rule is Rule.TENTH:
            return values[self.terms[0]] / 10
        return sum((values[term] for term in self.terms), Decimal(0))

    def holds(self, values: Values) -> bool:
        """Whether figures satisfy it; products and tenths are rounded to whole won either way."""
        difference = abs(self.left(values) - values[self.result])
        return difference < 1 if self.rule in (Rule.PRODUCT, Rule.TENTH) else difference == 0

    def needed(self, figure: str, values: Values) -> Decimal | None:
        """The value of one figure that satisfies it with the others as they are; None where none does."""
        if figure == self.result:
            found = self.left(values)
            return found.to_integral_value(ROUND_FLOOR)
        result = values[self.result]
        if self.rule is Rule.TENTH:
            return result * 10
        if self.rule is not Rule.PRODUCT:
            return result - sum((values[term] for term in self.terms if term != figure), Decimal(0))
        other = values[self.terms[1] if figure == self.terms[0] else self.terms[0]]
        if other == 0:
            return None
        found = (result / other).quantize(Decimal("0.01"))
        found = found.to_integral_value() if found == found.to_integral_value() else found
        return found if found * other == result else None


def item_id(row: int, column: str) -> str:
    """The id of a figure in a row of goods."""
    return f"item:{row}:{column}"


def item_figures(items: Sequence[LineItem]) -> list[Figure]:
    """The figures of rows of goods."""
    found = []
    for row, item in enumerate(items):
        amounts: dict[str, Amount | None] = {
            "quantity": item.quantity,
            "price": item.price,
            "amount": item.amount,
            "tax": item.tax,
        }
        found += [
            Figure(
                item_id(row, column), amount.value, amount.text, amount.indexes, (float(row), float(number))
            )
            for number, (column, amount) in enumerate(amounts.items())
            if amount is not None
        ]
    return found


def equations(
    figures: Mapping[str, Figure],
    rows: Sequence[int],
    *,
    lines_with_tax: bool = False,
    tax_is_added: bool = False,
) -> list[Equation]:
    """The equations between the figures of a document.

    Args:
        rows: the numbers of its rows of goods.
        lines_with_tax: whether the rows of goods add up to the total, as on receipts, rather than to the supply amount.
        tax_is_added: whether they are known to be without the tax.
    """
    found = [
        Equation(Rule.PRODUCT, (item_id(row, "quantity"), item_id(row, "price")), item_id(row, "amount"))
        for row in rows
    ]
    supply, tax, exempt, total = (
        FieldKey.SUPPLY_AMOUNT.value,
        FieldKey.TAX_AMOUNT.value,
        FieldKey.EXEMPT_AMOUNT.value,
        FieldKey.TOTAL_AMOUNT.value,
    )
    parts = (supply, tax, exempt) if exempt in figures else (supply, tax)
    found += [Equation(Rule.PARTS, parts, total), Equation(Rule.TENTH, (supply,), tax)]
    if IN_WORDS in figures:
        found.append(Equation(Rule.WORDS, (IN_WORDS,), total))
    taxes = tuple(item_id(row, "tax") for row in rows)
    amounts = tuple(item_id(row, "amount") for row in rows)
    if amounts:
        target = total if lines_with_tax or (supply not in figures and not tax_is_added) else supply
        found += [Equation(Rule.LINES, amounts, target)]
        found += [Equation(Rule.LINE_TAXES, taxes, tax)]
    return [one for one in found if _is_complete(one, figures)]


def _is_complete(equation: Equation, figures: Mapping[str, Figure]) -> bool:
    """Whether all its figures were read, each in a place of its own: a figure proves nothing by being equal to itself."""
    if any(figure not in figures for figure in equation.figures):
        return False
    places = [(figures[one].indexes, figures[one].place) for one in equation.figures]
    return len(set(places)) == len(places)


def violated(found: Iterable[Equation], values: Values) -> list[Equation]:
    """The strict equations that figures do not satisfy."""
    return [one for one in found if one.is_strict and not one.holds(values)]
