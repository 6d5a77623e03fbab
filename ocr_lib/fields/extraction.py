"""From the texts of a document to its kind and fields."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from domain.reading_limits import FieldLimit
from ocr_lib.fields.amounts import amount_candidates, choose, document_equations, document_figures, in_words
from ocr_lib.fields.companies import CompanyList, CompanyMatch
from ocr_lib.fields.document import DocumentField, DocumentFields, OfferedValue
from ocr_lib.fields.given import GivenValues
from ocr_lib.fields.item_fields import item_fields
from ocr_lib.fields.kinds import document_kind
from ocr_lib.fields.labels import MOST_LABELS, Label, Labels
from ocr_lib.fields.limits import FieldLimits
from ocr_lib.fields.line_items import ItemTable, LineItem, find_items
from ocr_lib.fields.normal_forms import masked
from ocr_lib.fields.parties import Parties, by_place
from ocr_lib.fields.proofs import amount_proof, checks, offered, value_proof
from ocr_lib.fields.reasons import FieldState, Reason, ReasonKind, reason
from ocr_lib.fields.repair import repairs
from ocr_lib.fields.table_items import ItemCell, with_tables
from ocr_lib.fields.texts import CharacterReading, Layout, PageText, placed_texts
from ocr_lib.fields.typed_values import TypedValues
from ocr_lib.fields.unlabelled import has_addressee, without_label
from ocr_lib.fields.values import Candidate, candidates
from ocr_lib.fields.vocabulary import FIELDS, SPELT, DocumentKind, FieldKey, FieldSpec, FieldType, Party

OF_COMPANY = {
    FieldKey.SUPPLIER_NAME: FieldKey.SUPPLIER_NUMBER,
    FieldKey.BUYER_NAME: FieldKey.BUYER_NUMBER,
    FieldKey.COMPANY_NAME: FieldKey.BUSINESS_NUMBER,
}
"""Names of companies, each with its number."""
MOST_NAMED = 5
"""Companies that are listed where several may be meant."""


def read_fields(
    texts: Sequence[PageText],
    *,
    today: date,
    items: Sequence[LineItem] | None = None,
    tables: Sequence[Sequence[ItemCell]] = (),
    companies: CompanyList | None = None,
    kind: DocumentKind | None = None,
    typed: TypedValues = TypedValues(),  # noqa: B008 - frozen
    given: GivenValues = GivenValues(),  # noqa: B008 - frozen
    limits: FieldLimits = FieldLimits(),  # noqa: B008 - frozen
) -> DocumentFields:
    """The kind and the fields of a document.

    Args:
        texts: of all its pages, in any order; fields refer to them by their indexes.
        today: dates long after it are contradicted.
        items: rows of goods that were found otherwise, with indexes of `texts`; None to find them here.
        tables: of all pages, with indexes of `texts`; their rows of goods are taken where they agree better.
        companies: known companies, by which names and numbers are proven.
        kind: where people have said it.
        typed: values that people wrote; the others are chosen and proven with them.
        given: values whose place a learnt layout knows.
        limits: what exceeds them is left out, and the result names them.

    Returns:
        The fields that were found, in the order of the vocabulary; none for a document of no known kind.
    """
    placed = placed_texts(texts, limits.max_texts)
    labels = Labels(placed)
    found_kind = document_kind(Layout(placed))
    if kind is not None:
        found_kind = replace(found_kind, kind=kind)
    specs = given.specs(FIELDS[found_kind.kind])
    table = with_tables(find_items(labels, limits.max_item_rows), tables, limits.max_item_rows)
    if items is not None:
        rows = frozenset(n for item in items for n in item.indexes)
        table = replace(table, items=tuple(items), texts=table.texts | rows, is_cut=False)
    table = replace(table, items=typed.in_items(table.items, limits.max_item_rows))
    amounts = amount_candidates([spec for spec in specs if spec.type is FieldType.WON], labels, table)
    amounts = given.amounts(amounts)
    amounts |= typed.of_amounts(amounts)
    chosen = given.chosen(_values(specs, labels, table, found_kind.kind))
    chosen |= choose(amounts, table, labels, found_kind.kind)
    chosen = typed.in_fields(specs, chosen)
    figures = document_figures(chosen, table, in_words(labels, table))
    equations = document_equations(figures, table, found_kind.kind)
    outcomes = checks(equations, figures)
    figure_characters = {one: _characters(texts, figure.indexes) for one, figure in figures.items()}
    offers = repairs(figures, equations, figure_characters)
    values = {one: figure.value for one, figure in figures.items()}
    offered_values = {one.figure: offered(one, values) for one in offers}
    approval = chosen.get(FieldKey.APPROVAL_NUMBER)
    fields = []
    for spec in specs:
        one = chosen.get(spec.key)
        if one is None:
            continue
        made = _field(spec, one, texts)
        if one.value is not None and spec.type is FieldType.WON:
            state, reasons = amount_proof(spec.key, outcomes)
            repair = None if spec.key in typed.fields else offered_values.get(spec.key.value)
            made = replace(made, state=state, reasons=reasons, repair=repair)
        elif one.value is not None:
            number = str(approval.value) if approval is not None else None
            state, reasons = value_proof(spec.key, spec.type, one.value, today=today, approval=number)
            if not one.is_party_certain and state is FieldState.PROVEN:
                state, reasons = FieldState.CONSISTENT, (*reasons, reason(ReasonKind.PARTY_BY_PLACE))
            made = replace(made, state=state, reasons=reasons)
        fields.append(made)
    if companies is not None:
        fields = _with_companies(fields, companies)
    have = {one.key for one in fields}
    missing = tuple(spec.key for spec in specs if spec.required and spec.key not in have)
    cells = item_fields(table.items, outcomes, offered_values, typed)
    reached = {
        FieldLimit.TOO_MANY_TEXTS: len(texts) > limits.max_texts,
        FieldLimit.TOO_MANY_ITEM_ROWS: table.is_cut,
    }
    return DocumentFields(
        found_kind,
        tuple(fields),
        missing,
        table.items,
        tuple(outcomes),
        tuple(offers),
        cells,
        tuple(limit for limit, is_reached in reached.items() if is_reached),
    )


def _values(
    specs: Sequence[FieldSpec], labels: Labels, table: ItemTable, kind: DocumentKind
) -> dict[FieldKey, Candidate]:
    """The value of each field that is no amount: the cheapest near a label of its party, else by its form or place."""
    party_labels = [label for spec in specs if spec.party is not None for label in labels.of(spec.labels)]
    parties = Parties(labels, party_labels)
    ends = table.texts | parties.heading_texts
    chosen: dict[FieldKey, Candidate] = {}
    for spec in specs:
        if spec.type is FieldType.WON:
            continue
        near = [
            replace(candidate, is_party_certain=is_certain)
            for label, is_certain in _labels_of(spec, specs, labels, parties)[:MOST_LABELS]
            if not set(label.placed.indexes) & table.header
            for candidate in candidates(spec, label, labels, ends=lambda text: bool(set(text.indexes) & ends))
        ]
        if near:
            best = min(near, key=lambda one: one.cost)
            if spec.key not in chosen or best.cost < chosen[spec.key].cost:
                chosen[spec.key] = best
    used = [one.placed for one in chosen.values()]
    for spec in specs:
        if spec.type is not FieldType.WON and (spec.key not in chosen or chosen[spec.key].value is None):
            found = without_label(
                spec,
                kind,
                labels,
                used,
                table.texts | parties.heading_texts,
                lambda text: parties.party(text) or parties.party_by_place(text),
            )
            if found is not None:
                is_certain = (
                    not _is_shared(spec, specs)
                    or parties.party(found.placed) is spec.party
                    or (spec.party is Party.SUPPLIER and has_addressee(labels))
                )
                chosen[spec.key] = replace(found, is_party_certain=is_certain)
                used.append(found.placed)
    return chosen


def _is_shared(spec: FieldSpec, specs: Sequence[FieldSpec]) -> bool:
    """Whether the other party has the field too, under the same labels."""
    if spec.party is None:
        return False
    others = {
        spelling for other in specs if other.party not in (None, spec.party) for spelling in other.labels
    }
    return bool(others & set(spec.labels))


def _labels_of(
    spec: FieldSpec, specs: Sequence[FieldSpec], labels: Labels, parties: Parties
) -> list[tuple[Label, bool]]:
    """The labels of a field, and whether that is certain; of those that both parties have, its own party's."""
    found = labels.of(spec.labels, with_second=spec.type not in SPELT)
    if not _is_shared(spec, specs):
        return [(label, True) for label in found]
    headed = {id(label): parties.party(label.placed) for label in found}
    if not any(headed.values()):
        at_side = {id(label): parties.party_by_place(label.placed) for label in found}
        placed = at_side if any(at_side.values()) else by_place(found)
        is_senders = len(found) == 1 and has_addressee(labels)
        return [(label, is_senders) for label in found if placed.get(id(label)) is spec.party]
    named = {party for party in headed.values() if party is not None}
    # Where one heading was not read, what is under none is the other party's.
    rest = spec.party if spec.party not in named else None
    return [(label, True) for label in found if (headed[id(label)] or rest) is spec.party]


def _field(spec: FieldSpec, one: Candidate, texts: Sequence[PageText]) -> DocumentField:
    label = "" if one.label is None else one.label.placed.text
    text, value = masked(spec.type, one.placed.text, one.value, label)
    score = min((texts[n].score for n in one.placed.indexes), default=0.0)
    state, reasons = FieldState.UNCHECKED, tuple[Reason, ...]()
    if value is None:
        state, reasons = FieldState.CONTRADICTED, (reason(ReasonKind.NOT_READABLE, {"text": text}),)
    return DocumentField(spec.key, spec.type, value, text, score, state, reasons, one.placed.indexes)


def _characters(texts: Sequence[PageText], indexes: Sequence[int]) -> tuple[CharacterReading, ...]:
    return tuple(character for n in indexes for character in texts[n].characters)


def _with_companies(fields: Sequence[DocumentField], companies: CompanyList) -> list[DocumentField]:
    """Names and numbers of known companies are proven by the number; a name that differs from the number's company is to be corrected.

    Without a number that is right, a name is consistent at most, and what is offered by it is never applied by itself.
    """
    found = {one.key: one for one in fields}
    for name_key, number_key in OF_COMPANY.items():
        name, number = found.get(name_key), found.get(number_key)
        if name is None and number is None:
            continue
        kinds = {one.kind for one in number.reasons} if number is not None else set[ReasonKind]()
        proven = ReasonKind.CHECK_DIGIT in kinds
        # Name and number are those of a company, but whether it is the supplier or the buyer is not certain.
        agreed = FieldState.CONSISTENT if ReasonKind.PARTY_BY_PLACE in kinds else FieldState.PROVEN
        match = companies.match(
            str(name.value) if name is not None and name.value else None,
            str(number.value) if number is not None and proven else None,
        )
        if match is None:
            continue
        company = match.company
        known = reason(ReasonKind.KNOWN_COMPANY, {"name": company.name})
        other = reason(ReasonKind.OTHER_COMPANY, {"name": company.name})
        if number is not None and proven and match.by_number and match.by_name:
            found[number_key] = replace(number, reasons=(*number.reasons, known))
        if name is not None and match.by_number:
            if match.by_name and match.name_is_exact:
                found[name_key] = replace(name, state=agreed, reasons=(known,))
            else:
                offer = OfferedValue(company.name, (other,))
                found[name_key] = replace(name, state=FieldState.CONTRADICTED, reasons=(other,), repair=offer)
        if not match.by_number:
            if name is not None:
                found[name_key] = _by_name_alone(name, match)
            named = reason(ReasonKind.NAMED_COMPANY, {"name": company.name})
            is_one = match.name_is_exact and not match.others
            if number is not None and not proven and is_one and company.number:
                offer = OfferedValue(company.number, (named,), is_proven=False)
                found[number_key] = replace(number, repair=offer)
    return [found[one.key] for one in fields]


def _by_name_alone(name: DocumentField, match: CompanyMatch) -> DocumentField:
    """A name that a known company has, or that is like it, with no number that proves the company."""
    if match.others:
        several = (match.company, *match.others)[:MOST_NAMED]
        names = ", ".join(f"{one.name} {one.number}".strip() for one in several)
        return replace(
            name,
            state=FieldState.UNCHECKED,
            reasons=(reason(ReasonKind.SEVERAL_COMPANIES, {"names": names}),),
        )
    values = {"name": match.company.name}
    if match.name_is_exact:
        return replace(name, state=FieldState.CONSISTENT, reasons=(reason(ReasonKind.NAMED_COMPANY, values),))
    similar = (reason(ReasonKind.SIMILAR_COMPANY, values),)
    # The sentence is the field's own already.
    offer = OfferedValue(match.company.name, (), is_proven=False)
    return replace(name, state=FieldState.CONSISTENT, reasons=similar, repair=offer)
