"""What `saebyeok doctor` looks at of the store: files that rows name, and files that no row names."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping

from domain.messages import Message
from orchestration.operations.doctor.findings import Finding
from orchestration.settings import Settings
from records.engine import open_engine, reading
from records.stored_files import StoredFiles
from resources.orphans import find_orphans
from store.errors import StoreError
from store.files import Store
from store.listing import lying

SHOWN = 5
FORGOTTEN_SECONDS = 15 * 24 * 3600.0
"""The weekly housekeeping has passed over an older orphan twice."""


def check_files(settings: Settings) -> Finding:
    """Every file a row names is there, with the hash the row keeps; every folder a row names has files."""
    store = Store(settings.effective_store_url)
    files, folders = _named(settings)
    wrong = _wrong(store, files, folders)
    if wrong:
        # A step at work writes a file before its row: rows and these files are looked at once more.
        now_files, now_folders = _named(settings)
        again = {key: digest for key, digest in now_files.items() if key in wrong}
        wrong = _wrong(store, again, now_folders & wrong.keys())
    if wrong:
        more = f" (+{len(wrong) - SHOWN})" if len(wrong) > SHOWN else ""
        remedy = Message("bring them back from a backup ('saebyeok restore'), or bring the documents again")
        return Finding("files", False, "; ".join(list(wrong.values())[:SHOWN]) + more, remedy)
    return Finding("files", True, f"{len(files)} files and {len(folders)} folders as recorded")


def _named(settings: Settings) -> tuple[dict[str, str], set[str]]:
    """Files with the hashes of their rows, and folders, as the rows are now."""
    with reading(open_engine(settings.effective_database_url)) as session:
        stored = StoredFiles(session)
        files = {file.key: file.sha256 for file in stored.files() if not file.deleted}
        return files, {f.key for f in stored.folders() if not f.deleted and not f.may_be_missing}


def _wrong(store: Store, files: Mapping[str, str], folders: Iterable[str]) -> dict[str, str]:
    """What is wrong with each of these that is not as its row says."""
    wrong = {}
    for key, digest in files.items():
        try:
            with store.local(key, digest):
                continue
        except StoreError as error:
            wrong[key] = str(error)
    return wrong | {key: f"{key} is missing" for key in folders if next(lying(store, key), None) is None}


def check_orphans(settings: Settings) -> Finding:
    """Old files that no row names are counted; the weekly housekeeping is to remove them."""
    now = time.time()
    with reading(open_engine(settings.effective_database_url)) as session:
        found = find_orphans(session, Store(settings.effective_store_url), now)
    if not found:
        return Finding("orphans", True, "none")
    detail = f"{len(found)} files ({sum(f.bytes for f in found) / 1e6:.1f} MB) that no row names, e.g. {found[0].key}"
    forgotten = [file for file in found if now - file.modified > FORGOTTEN_SECONDS]
    return Finding(
        "orphans",
        not forgotten,
        f"{detail}; the weekly housekeeping removes them",
        Message("run the job upkeep in Dagster's UI"),
    )
