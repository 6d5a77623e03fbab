"""Files of the store that no row names: leftovers of killed steps, re-read pages and purged documents."""

from __future__ import annotations

from sqlalchemy.orm import Session

from records.stored_files import StoredFiles
from resources.networks import POINTER
from store.files import Store
from store.listing import LyingFile, lying
from store.ownership import OWNER

YOUNG_SECONDS = 24 * 3600.0
"""A younger file may be of work that is going on, whose row comes later."""


def find_orphans(session: Session, store: Store, now: float) -> list[LyingFile]:
    """Files that are older than a day and belong to no row.

    Args:
        session: opened for this alone, so that it reads rows as they are after the files were listed.
        now: seconds since 1970.
    """
    old = [file for file in lying(store) if now - file.modified > YOUNG_SECONDS]
    if not old:
        return []
    stored = StoredFiles(session)
    named = {file.key for file in stored.files()} | {POINTER, OWNER}
    folders = {folder.key for folder in stored.folders()}
    return [file for file in old if file.key not in named and not _is_below(file.key, folders)]


def _is_below(key: str, folders: set[str]) -> bool:
    parts = key.split("/")
    if parts[-1].endswith(".part"):
        return False  # half a file of a killed step, also where the folder is a row's
    return any("/".join(parts[:depth]) in folders for depth in range(1, len(parts)))
