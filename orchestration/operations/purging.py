"""`saebyeok purge`: removes deleted documents permanently, first their rows, then their files.

Killed between the two it leaves files no row names, which the weekly housekeeping removes.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from records.engine import reading, transaction
from records.purge import Purgeable, purge_document, purge_some_rows, purge_train_texts, purgeable
from store.files import Store
from store.listing import LyingFile, lying, remove_lying


def documents_to_purge(engine: sa.Engine, before: datetime) -> list[Purgeable]:
    """Documents deleted before a moment."""
    with reading(engine) as session:
        return purgeable(session, before)


def files_of(store: Store, documents: Sequence[Purgeable]) -> list[LyingFile]:
    """The files of these documents."""
    return [file for document in documents for file in lying(store, document.folder)]


def train_texts_to_purge(engine: sa.Engine) -> int:
    """How many deleted texts for synthetic images there are."""
    with reading(engine) as session:
        return purge_train_texts(session, dry_run=True)


def purge(engine: sa.Engine, store: Store, documents: Sequence[Purgeable]) -> None:
    """Take these documents away, and the deleted texts for synthetic images. May be repeated."""
    for document in documents:
        while _some_rows(engine, document):
            pass
        with transaction(engine) as session:
            purge_document(session, document)
        for file in files_of(store, [document]):
            remove_lying(store, file)
    with transaction(engine) as session:
        purge_train_texts(session)


def _some_rows(engine: sa.Engine, document: Purgeable) -> bool:
    with transaction(engine) as session:
        return document.half == "automl" and purge_some_rows(session, document.doc_id)
