"""Files that are not taken: kept in `inbox/refused/`, with the reason beside them and in a row."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa

from intake.inbox import Inbox
from intake.names import shown_name
from records import refused
from records.engine import transaction

_NAME_BYTES = 255


def refuse(engine: sa.Engine, inbox: Inbox, path: Path, *, ko: str, en: str, now: datetime) -> Path:
    """Move `path` to the refused folder. Returns where it lies now.

    An earlier refused file of the same name is not overwritten.
    """
    inbox.refused.mkdir(parents=True, exist_ok=True)
    kept = _free_path(inbox.refused, path.name)
    path.rename(kept)
    reason = inbox.refused / _fitting(kept.name, ".reason.txt")
    reason.write_text(f"{ko}\n{en}\n{now.isoformat(timespec='seconds')}\n", encoding="utf-8")
    with transaction(engine) as session:
        refused.add(
            session, file_name=shown_name(path.name), kept_path=shown_name(kept.name), ko=ko, en=en, now=now
        )
    return kept


def _free_path(folder: Path, name: str) -> Path:
    path, number = folder / name, 1
    while path.exists() or path.is_symlink():
        number += 1
        path = folder / f"{number}_{_fitting(name, f'{number}_')}"
    return path


def _fitting(name: str, addition: str) -> str:
    """`name` cut so that it and `addition` have at most 255 bytes; an ending is added to it."""
    room = _NAME_BYTES - len(os.fsencode(addition))
    cut = os.fsdecode(os.fsencode(name)[:room])
    return cut + addition if addition.startswith(".") else cut
