"""What `saebyeok doctor` looks at of the store: files that rows name, and files that no row names."""

from __future__ import annotations

import time

from orchestration.findings import Finding
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
    with reading(open_engine(settings.effective_database_url)) as session:
        stored = StoredFiles(session)
        files = {file.key: file.sha256 for file in stored.files() if not file.deleted}
        folders = [f.key for f in stored.folders() if not f.deleted and not f.may_be_missing]
    wrong = []
    for key, digest in files.items():
        try:
            with store.local(key, digest):
                continue
        except StoreError as error:
            wrong.append(str(error))
    wrong += [f"{key} is missing" for key in folders if next(lying(store, key), None) is None]
    if wrong:
        more = f" (+{len(wrong) - SHOWN})" if len(wrong) > SHOWN else ""
        remedy = "백업에서 되돌리거나('saebyeok restore') 문서를 다시 올리세요."
        return Finding("files", False, "; ".join(wrong[:SHOWN]) + more, remedy)
    return Finding("files", True, f"{len(files)} files and {len(folders)} folders as recorded")


def check_orphans(settings: Settings) -> Finding:
    """Old files that no row names are counted; the weekly housekeeping is to remove them."""
    now = time.time()
    with reading(open_engine(settings.effective_database_url)) as session:
        found = find_orphans(session, Store(settings.effective_store_url), now)
    if not found:
        return Finding("orphans", True, "none")
    detail = f"{len(found)} files ({sum(f.bytes for f in found) / 1e6:.1f} MB) that no row names, e.g. {found[0].key}"
    forgotten = [file for file in found if now - file.modified > FORGOTTEN_SECONDS]
    remedy = "Dagster 화면의 Jobs에서 upkeep을 실행하세요." if forgotten else ""
    return Finding("orphans", not forgotten, f"{detail}; the weekly housekeeping removes them", remedy)
