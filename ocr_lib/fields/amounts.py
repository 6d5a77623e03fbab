"""Choosing the amounts of a document: among the values near their labels those that agree best with each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import product

from ocr_lib.fields.equations import IN_WORDS, Equation, Figure, Rule, equations, item_figures, item_id
from ocr_lib.fields.hangul import compact
from ocr_lib.fields.labels import MOST_LABELS, Label, Labels
from ocr_lib.fields.line_items import Column, ItemTable
from ocr_lib.fields.normal_forms import won
from ocr_lib.fields.numerals import amount_in_words
from ocr_lib.fields.texts import Placed
from ocr_lib.fields.values import Candidate, candidates
from ocr_lib.fields.vocabulary import DocumentKind, FieldKey, FieldSpec

MOST = 4
"""Candidates of each amount that are compared."""
NO_VALUE = 1.5
"""Cost of leaving out an amount that has candidates; above that of a contradiction, which people must see."""
HOLDS, VIOLATED = -0.6, 0.8
SAME_PLACE = 3.0
TOTAL_ROW, AMOUNT_IN_WORDS = 0.3, 0.5
MISPLACED = 1.0
"""Cost of a value in a column that its label does not name."""
_ROW_TOTALS = frozenset(("합계", "계", "소계", "총계", "총합계", "합계금액", "TOTAL"))
Chosen = Mapping[FieldKey, Candidate]


def amount_candidates(
    specs: Sequence[FieldSpec], labels: Labels, items: ItemTable
) -> dict[FieldKey, list[Candidate]]:
    """The possible values of each amount, the cheapest first, each place once."""
    found: dict[FieldKey, list[Candidate]] = {spec.key: [] for spec in specs}
    for spec in specs:
        order = {compact(spelling): 0.02 * min(n, 10) for n, spelling in enumerate(spec.labels)}
        for label in labels.of(spec.labels)[:MOST_LABELS]:
            if set(label.placed.indexes) & items.header:
                continue
            near = candidates(spec, label, labels, ends=lambda text: bool(set(text.indexes) & items.texts))
            found[spec.key] += [_with_cost(one, order[label.spelling]) for one in near]
    for label in labels.of(_ROW_TOTALS)[:MOST_LABELS]:
        if items.columns and not set(label.placed.indexes) & items.texts:
            _add_total_row(found, label, labels, items)
    words = in_words(labels, items)
    if words is not None and FieldKey.TOTAL_AMOUNT in found:
        figure = won(words.text.split("(")[-1]) if "(" in words.text else None
        value = figure if figure is not None else words.value
        found[FieldKey.TOTAL_AMOUNT].append(Candidate(int(value), words.placed, AMOUNT_IN_WORDS))
    for key, of_key in found.items():
        of_key.sort(key=lambda one: one.cost)
        unique: dict[tuple[object, ...], Candidate] = {}
        for one in of_key:
            unique.setdefault(_place(one.placed), one)
        found[key] = list(unique.values())[:MOST]
    return found


def _add_total_row(
    found: dict[FieldKey, list[Candidate]], label: Label, labels: Labels, items: ItemTable
) -> None:
    """The totals below the columns of goods: of the amounts, of the taxes."""
    columns = {column for column, _ in items.columns}
    for text in labels.layout.right_of(label.placed):
        column, value = items.column_of(text), won(text.text)
        if value is None or column not in (Column.AMOUNT, Column.TAX):
            continue
        keys = [FieldKey.TAX_AMOUNT] if column is Column.TAX else [FieldKey.SUPPLY_AMOUNT]
        if column is Column.AMOUNT and Column.TAX not in columns:
            keys = [FieldKey.SUPPLY_AMOUNT, FieldKey.TOTAL_AMOUNT]
        elif column is Column.AMOUNT and FieldKey.TOTAL_AMOUNT in found:
            # The label alone would take the sum of the amounts for the total.
            found[FieldKey.TOTAL_AMOUNT] = [
                _with_cost(one, MISPLACED) if _place(one.placed) == _place(text) else one
                for one in found[FieldKey.TOTAL_AMOUNT]
            ]
        for key in keys:
            if key in found:
                found[key].append(Candidate(value, text, TOTAL_ROW, label))


class Words:
    """An amount in words.

    Attributes:
        value: in won.
    """

    def __init__(self, placed: Placed, value: int) -> None:
        self.placed, self.text, self.value = placed, placed.text, value


def in_words(labels: Labels, items: ItemTable) -> Words | None:
    """The first amount in Hangul or Hanja numerals that is no row of goods."""
    for text in labels.layout.texts:
        if set(text.indexes) & items.texts:
            continue
        value = amount_in_words(text.text)
        if value is not None and value >= 10:
            return Words(text, value)
    return None


def choose(
    found: Mapping[FieldKey, Sequence[Candidate]], items: ItemTable, labels: Labels, kind: DocumentKind
) -> dict[FieldKey, Candidate]:
    """The combination of candidates with the least cost, contradictions included."""
    keys = [key for key in found if found[key]]
    words = in_words(labels, items)
    best: tuple[float, dict[FieldKey, Candidate]] = (float("inf"), {})
    for combination in product(*([*found[key], None] for key in keys)):
        chosen = {key: one for key, one in zip(keys, combination, strict=True) if one is not None}
        cost = sum(one.cost for one in chosen.values()) + NO_VALUE * (len(keys) - len(chosen))
        if cost >= best[0] - 4 * HOLDS + 1:
            continue
        places = [_place(one.placed) for one in chosen.values()]
        cost += SAME_PLACE * (len(places) - len(set(places)))
        figures = document_figures(chosen, items, words)
        values = {name: figure.value for name, figure in figures.items()}
        for equation in document_equations(figures, items, kind):
            if equation.rule in (Rule.PRODUCT, Rule.LINE_TAXES):
                continue
            holds = equation.holds(values)
            weight = 0.3 if equation.rule is Rule.TENTH else 1.0
            cost += HOLDS * weight if holds else VIOLATED * weight
        if cost < best[0]:
            best = (cost, chosen)
    return best[1]


def document_figures(chosen: Chosen, items: ItemTable, words: Words | None) -> dict[str, Figure]:
    """The figures of a document by their ids."""
    found = {figure.id: figure for figure in item_figures(items.items)}
    for key, one in chosen.items():
        if isinstance(one.value, int):
            found[key.value] = Figure(
                key.value,
                Decimal(one.value),
                one.placed.text,
                one.placed.indexes,
                (one.placed.x0, one.placed.y0),
            )
    if words is not None:
        # In the same text as the figures it is a reading of its own, unless the text has no figures.
        has_figures = won(words.text) is not None and any(c.isdecimal() for c in words.text)
        place = (words.placed.x0, words.placed.y0, *((1.0,) if has_figures else ()))
        found[IN_WORDS] = Figure(IN_WORDS, Decimal(words.value), words.text, words.placed.indexes, place)
    return found


def document_equations(figures: Mapping[str, Figure], items: ItemTable, kind: DocumentKind) -> list[Equation]:
    """The equations of a document; its goods add up to the total where the tax is in their prices."""
    rows = [row for row, item in enumerate(items.items) if not item.is_empty]
    amounts = [figures.get(item_id(row, "amount")) for row in rows]
    lines = sum((amount.value for amount in amounts if amount is not None), Decimal(0))
    total, tax = figures.get(FieldKey.TOTAL_AMOUNT.value), figures.get(FieldKey.TAX_AMOUNT.value)
    # A tenth of the lines is the tax on them; what they add up to is the supply amount then, whatever its label.
    tax_is_added = tax is not None and tax.value > 0 and abs(tax.value - lines / 10) < len(rows) + 1
    with_tax = kind is DocumentKind.RECEIPT or (total is not None and lines == total.value)
    return equations(figures, rows, lines_with_tax=with_tax and not tax_is_added, tax_is_added=tax_is_added)


def _with_cost(candidate: Candidate, more: float) -> Candidate:
    return Candidate(candidate.value, candidate.placed, candidate.cost + more, candidate.label)


def _place(placed: Placed) -> tuple[object, ...]:
    return placed.indexes, round(placed.x0), round(placed.y0)
