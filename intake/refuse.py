"""Files that are not taken: kept in `inbox/refused/`, with the reason beside them and in a row."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa

from domain.messages import Message, Sentences
from intake.file_moves import move
from intake.inbox import Inbox, candidates, is_regular_file
from intake.names import shown_name
from records import refused
from records.engine import reading, transaction

_NAME_BYTES = 255
_REASON = ".reason.txt"


def refuse(engine: sa.Engine, inbox: Inbox, path: Path, why: Message, now: datetime) -> Path:
    """Move `path` to the refused folder. Returns its new path.

    An earlier refused file of the same name is not overwritten.
    """
    inbox.refused.mkdir(parents=True, exist_ok=True)
    kept = _free_path(inbox.refused, path.name)
    reason = _reason_of(kept)
    # First, so that no file is there without its reason; `adopt_refused` writes a row that is missing.
    lines = (" ".join(why.ko.split()), " ".join(why.en.split()), now.isoformat(timespec="seconds"))
    # One that a killed process left is taken away, so that a link placed there is not written through.
    reason.unlink(missing_ok=True)
    with reason.open("x", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
    move(path, kept)
    _write_row(engine, kept, path.name, why, now)
    return kept


def adopt_refused(engine: sa.Engine, inbox: Inbox) -> None:
    """Write the rows of refused files whose process was killed between moving them and writing it."""
    lying = [path for path in candidates(inbox.refused) if not path.name.endswith(_REASON)]
    if not lying:
        return
    with reading(engine) as session:
        known = refused.kept_paths(session)
    for path in lying:
        reason = _reason_of(path)
        if shown_name(path.name) in known or not reason.exists() or not is_regular_file(reason):
            continue
        try:
            ko, en, moment = reason.read_text(encoding="utf-8").splitlines()
            _write_row(engine, path, path.name, Sentences(ko, en), datetime.fromisoformat(moment))
        except ValueError:
            continue  # a user's own file, not a reason written by us


def _write_row(engine: sa.Engine, kept: Path, name: str, why: Message, now: datetime) -> None:
    with transaction(engine) as session:
        refused.add(session, file_name=shown_name(name), kept_path=shown_name(kept.name), reason=why, now=now)


def _free_path(folder: Path, name: str) -> Path:
    path, number = folder / name, 1
    while path.exists() or path.is_symlink() or _reason_of(path).is_dir():
        number += 1
        path = folder / f"{number}_{_fitting(name, f'{number}_')}"
    return path


def _reason_of(kept: Path) -> Path:
    return kept.with_name(_fitting(kept.name, _REASON))


def _fitting(name: str, addition: str) -> str:
    """`name` cut so that it and `addition` have at most 255 bytes; an ending is added to it."""
    room = _NAME_BYTES - len(os.fsencode(addition))
    cut = os.fsdecode(os.fsencode(name)[:room])
    return cut + addition if addition.startswith(".") else cut
