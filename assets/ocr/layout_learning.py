"""Learning layouts from confirmed documents: which documents belong together, which stay unseen, and the gate's word."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from assets.ocr.field_rows import document_texts
from assets.ocr.layout_reading import used_layouts
from domain.document_fields import DocumentKind, FieldType
from records.ocr import texts
from records.ocr.document_fields import layouts
from records.ocr.document_fields.layouts import ConfirmedDocument
from resources.database import Database

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from ocr_lib.fields.learnt import Example

FEWEST = 2
"""Confirmed documents of a layout: one to learn from, one that stays unseen."""
UNSEEN_SHARE = 4
"""One of so many documents stays unseen."""
MOST_OF_LAYOUT = 24
OTHERS = 40
"""Documents of other suppliers on which a layout must change nothing for the worse."""


@dataclass(frozen=True)
class LearntResult:
    """What a night learnt of one layout, as figures."""

    documents: int
    unseen: int
    right_before: int
    right_after: int
    worse: int
    is_better: bool


@dataclass(frozen=True)
class Group:
    """The confirmed documents of one supplier and kind, or of one kind that a person named."""

    kind: str
    number: str
    company: str
    documents: tuple[ConfirmedDocument, ...]

    @property
    def ids(self) -> list[str]:
        return [one.doc_id for one in self.documents]


def groups(found: Sequence[ConfirmedDocument]) -> list[Group]:
    """Documents that may share a layout, the largest groups first. Those without a supplier's number share none."""
    together: dict[tuple[str, str], list[ConfirmedDocument]] = defaultdict(list)
    for one in found:
        is_own = one.kind not in set(DocumentKind)
        if is_own or one.number:
            together[one.kind, "" if is_own else one.number].append(one)
    made = [
        Group(
            kind,
            number,
            next((one.company for one in reversed(documents) if one.company and number), ""),
            tuple(documents[-MOST_OF_LAYOUT:]),
        )
        for (kind, number), documents in together.items()
        if len(documents) >= FEWEST
    ]
    return sorted(made, key=lambda group: (-len(group.documents), group.kind, group.number))


def split(group: Group) -> tuple[list[str], list[str]]:
    """The documents to learn from, and the latest ones, which stay unseen."""
    unseen = max(1, len(group.documents) // UNSEEN_SHARE)
    return group.ids[:-unseen], group.ids[-unseen:]


def learn_all(database: Database, now: datetime, failed: Callable[[str], None]) -> list[LearntResult]:
    """Learn every layout that has new confirmed documents, and use those that the gate finds better.

    Args:
        failed: reports, within the handler of its exception, a layout that could not be learnt; the others still are.
    """
    with database.reading() as session:
        confirmed = layouts.confirmed_documents(session)
    results = []
    for group in groups(confirmed):
        others = [one for one in confirmed if one.doc_id not in set(group.ids)][-OTHERS:]
        try:
            result = _learn(database, group, others, now)
        except Exception:  # noqa: BLE001 - one supplier's documents cost no other supplier's layout
            failed(f"the layout of {group.kind} with {len(group.documents)} documents could not be learnt")
            continue
        if result is not None:
            results.append(result)
    return results


def _learn(
    database: Database, group: Group, others: Sequence[ConfirmedDocument], now: datetime
) -> LearntResult | None:
    from ocr_lib.fields.learnt import judge, learn_layout

    learnt_from, unseen = split(group)
    with database.reading() as session:
        row = layouts.of_kind(session, group.kind, group.number)
        if row is not None and (row.learnt_from, row.unseen) == (learnt_from, unseen):
            return None
        number = None if row is None or row.layout is None else row.layout_id
        used = {layout_id: one.layout for layout_id, one in used_layouts(session).items()}
        examples = {one.doc_id: example(session, one) for one in (*group.documents, *others)}
    layout = learn_layout([examples[one] for one in learnt_from], today=now.date())
    tests = [examples[one] for one in (*unseen, *(other.doc_id for other in others))]
    found = judge(layout, tests, today=now.date(), used=used, replaces=number if number in used else None)
    with database.transaction() as session:
        layouts.keep_learnt(
            session,
            kind=group.kind,
            number=group.number,
            company=group.company,
            layout=layout.to_json(),
            learnt_from=learnt_from,
            unseen=unseen,
            result=found.to_json(),
            is_better=found.is_better,
            now=now,
        )
        if found.is_better:
            layouts.read_again(session, kind=group.kind, number=group.number, now=now)
    return LearntResult(
        len(learnt_from), len(unseen), found.right_before, found.right_after, found.worse, found.is_better
    )


def example(session: Session, document: ConfirmedDocument) -> Example:
    """A confirmed document as it is learnt from."""
    from ocr_lib.fields.learnt import ConfirmedField, Example

    found = document_texts(texts.of_document(session, document.doc_id))
    places = {text_id: n for n, text_id in enumerate(found.ids)}
    fields = tuple(
        ConfirmedField(
            one.key,
            FieldType(one.type),
            _value(FieldType(one.type), one.value or ""),
            tuple(places[text_id] for text_id in one.text_ids if text_id in places),
        )
        for one in document.values
    )
    kind = DocumentKind(document.kind) if document.kind in set(DocumentKind) else DocumentKind.OTHER
    return Example(found.texts, fields, kind)


def _value(kind: FieldType, written: str) -> Any:
    from ocr_lib.fields.normal_forms import normal_form

    found = normal_form(kind, written)
    return written if found is None else found
