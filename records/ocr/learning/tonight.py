"""What the next training will learn from, and whether any of it is new.

Crops unfit for training are left out too, which only opening them shows (`ocr_lib.datasets.items`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from domain.labelled import Labelled
from domain.messages import in_context
from domain.ocr import NetworkStatus, TextAction
from records.ocr.learning import chosen_texts, networks
from records.ocr.tables import Network, OcrDocument, OcrText, TextHistory, TrainText

ROWS_AT_ONCE = 1_000
WANTED = networks.WANTED


class Outlook(Labelled):
    """What the next night will find."""

    NOTHING_CHOSEN = "nothing_chosen", in_context("tonight", "nothing chosen")
    NOTHING_NEW = "nothing_new", in_context("tonight", "nothing new")
    TRIED_BEFORE = "tried_before", in_context("tonight", "tried before")
    TRAINS = "trains", in_context("tonight", "trains")


@dataclass(frozen=True)
class DocumentItems:
    """What is learnt from one document; `new` of its items no network in use has learnt as they are now."""

    document: OcrDocument
    items: int
    new: int


def by_document(session: Session) -> list[DocumentItems]:
    """What is to be learnt, by document: those with new items first, then the newest."""
    new = sa.func.sum(sa.case((_is_new(networks.deployed(session)), 1), else_=0))
    count = sa.func.count()
    rows = session.execute(
        sa.select(OcrDocument, count, new)
        .join(OcrText, OcrText.doc_id == OcrDocument.doc_id)
        .where(chosen_texts.is_to_learn())
        .group_by(OcrDocument.doc_id)
    ).all()
    found = [DocumentItems(document, items, fresh) for document, items, fresh in rows]
    return sorted(found, key=lambda one: (one.new > 0, one.document.doc_id), reverse=True)


def new_among(session: Session, wanted: Sequence[OcrText]) -> set[str]:
    """The ids of those that no network in use has learnt as they are now."""
    ids = [text.text_id for text in wanted]
    is_new = _is_new(networks.deployed(session))
    return set(session.scalars(sa.select(OcrText.text_id).where(OcrText.text_id.in_(ids), is_new)))


def digest_of_wanted(session: Session) -> str:
    """One value for all items with their labels, and the texts images are made of."""
    items = session.execute(
        sa.select(OcrText.text_id, sa.func.coalesce(OcrText.corrected, OcrText.text))
        .join(OcrDocument, OcrDocument.doc_id == OcrText.doc_id)
        .where(chosen_texts.is_to_learn()),
        execution_options={"yield_per": ROWS_AT_ONCE},
    )
    made_of = session.scalars(sa.select(TrainText.text).where(TrainText.deleted.is_(False)))
    return digest(((one, label) for one, label in items), made_of)


def digest(pairs: Iterable[Sequence[str]], more: Iterable[str]) -> str:
    """SHA-256 of pairs and words, in whatever order they come."""
    # Tuples of strings are none of the garbage collector's business, unlike lists: with ten thousand of those it
    # scans the whole memory while a user waits for a page.
    whole = json.dumps([sorted(map(tuple, pairs)), sorted(more)], ensure_ascii=False)
    return hashlib.sha256(whole.encode()).hexdigest()


def outlook(session: Session, seconds: float) -> tuple[Outlook, Network | None]:
    """What the next night will find, and the network that has learnt, or tried, the same before.

    Args:
        seconds: the time the night has for training.
    """
    anything = session.scalar(
        sa.select(OcrText.text_id)
        .join(OcrDocument, OcrDocument.doc_id == OcrText.doc_id)
        .where(chosen_texts.is_to_learn())
        .limit(1)
    )
    if anything is None:
        return Outlook.NOTHING_CHOSEN, None
    reading = networks.deployed(session)
    if reading is None:
        return Outlook.TRAINS, None
    wanted = digest_of_wanted(session)
    if (reading.items or {}).get(WANTED) == wanted:
        return Outlook.NOTHING_NEW, reading
    ended = (NetworkStatus.KEPT_BACK, NetworkStatus.NOTHING_NEW)
    before = session.scalars(
        sa.select(Network)
        .where(Network.parent_id == reading.network_id, Network.status.in_(ended))
        .order_by(Network.network_id.desc())
    )
    same = next(
        (
            network
            for network in before
            if (network.items or {}).get(WANTED) == wanted and not networks.ran_out_of_less(network, seconds)
        ),
        None,
    )
    if same is None:
        return Outlook.TRAINS, None
    kept_back = same.status == NetworkStatus.KEPT_BACK
    return (Outlook.TRIED_BEFORE if kept_back else Outlook.NOTHING_NEW), same


def _is_new(reading: Network | None) -> sa.ColumnElement[bool]:
    """Whether the network that reads has not learnt a text, or people changed what it says since.

    Networks are numbered as they are made, so a later one's items are new again to the one people went back to.
    """
    if reading is None:
        return sa.true()
    said, learnt = aliased(TextHistory), aliased(TextHistory)
    last_learnt = (
        sa.select(sa.func.max(learnt.history_id))
        .where(learnt.text_id == OcrText.text_id, learnt.action == TextAction.RESCORE)
        .scalar_subquery()
    )
    changed = sa.exists().where(
        said.text_id == OcrText.text_id,
        said.action.in_([TextAction.CORRECT, TextAction.REOPEN]),
        said.history_id > last_learnt,
    )
    return sa.or_(
        OcrText.trained_network_id.is_(None), OcrText.trained_network_id > reading.network_id, changed
    )
