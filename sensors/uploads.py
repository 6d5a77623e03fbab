"""Takes in files dropped into the inbox. Starts no run: each file creates a request.

inbox/automl/FILE          a new table
inbox/automl/DOC/FILE      more rows for the table of DOC
inbox/ocr/[상호/]FILE       a new picture or PDF
inbox/predict/DOC/FILE     rows for the confirmed model of DOC

What lies beside these folders, and hidden files, are refused.
"""

import os
import re
from collections.abc import Callable
from datetime import datetime
from functools import cache
from pathlib import Path

import dagster as dg
import sqlalchemy.exc

from automl_lib.errors import FileRefused
from domain.messages import Message
from intake.checks import hidden_file, misplaced_file
from intake.destinations import Destination, MoreRows, NewPages, NewRows, NewTable
from intake.inbox import Inbox, Trouble, candidates, folders_in, misplaced, missing_folder, standing_still
from intake.junk import is_hidden
from intake.names import shown_name
from intake.take import Intake, Refused, Taken
from sensors.ticks import EVERY, interval

FILES_A_TICK = 50
_DIGITS = re.compile(r"\d{5,}", re.ASCII)
_DATE = re.compile(r"(?:19|20)\d\d(?:(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])?)?")


def build_uploads_sensor(
    intake: Callable[[], Intake],
    now: Callable[[], datetime],
    *,
    settle_seconds: float,
    wake: Callable[[], object] = lambda: None,
    every: int = EVERY,
) -> dg.SensorDefinition:
    """The sensor, waiting `settle_seconds` for a file to stand still.

    It has no Dagster resources, for which Dagster would open its databases at every tick, most of what a tick costs.

    Args:
        intake: takes files in; asked for at the first tick, in the process that evaluates sensors.
        wake: called after files were taken in.
        every: seconds between two ticks.
    """
    opened = cache(intake)

    @dg.sensor(
        name="uploads",
        minimum_interval_seconds=interval(every),
        default_status=dg.DefaultSensorStatus.RUNNING,
        description="Takes in files dropped into the inbox.",
    )
    def uploads(context: dg.SensorEvaluationContext) -> dg.SkipReason:
        lines = take_dropped(opened(), now, settle_seconds, on_error=lambda line: context.log.exception(line))
        if lines:
            wake()
        return dg.SkipReason("\n".join(lines) or "no new files")

    return uploads


def take_dropped(
    intake: Intake,
    now: Callable[[], datetime],
    settle_seconds: float,
    on_error: Callable[[str], None],
) -> list[str]:
    """Take in or refuse what lies ready, and finish what a killed process had begun; a line per file.

    One file's trouble (a full disk, a mount that went away) is reported and leaves the file where it
    is, to be tried again; the others go on. So do the other folders where one can't be looked into.
    """
    lines: list[str] = []
    try:
        lines += [_line(result) for result in intake.resume(now=now())]
    except (OSError, sqlalchemy.exc.SQLAlchemyError) as error:
        on_error(f"what was begun earlier could not be finished and is tried again: {error}")
    waiting = _dropped(intake.inbox, lambda error: lines.append("\n".join(_unreachable(error).both)))
    ready = set(standing_still(waiting, settle_seconds))
    taken = 0
    for path, outcome in waiting.items():
        if path not in ready or taken >= FILES_A_TICK:
            continue
        try:
            if isinstance(outcome, FileRefused):
                result: Taken | Refused | None = intake.refuse(path, outcome, now())
            else:
                result = intake.take(path, outcome, by="inbox", now=now())
        except (OSError, ValueError, sqlalchemy.exc.SQLAlchemyError) as error:
            on_error(f"{path.name!r} could not be taken in and is tried again: {error}")
            continue
        taken += 1
        lines += [_line(result)] if result else []
    return lines


def _dropped(inbox: Inbox, trouble: Trouble) -> dict[Path, Destination | FileRefused]:
    """Files to look at, with what each is to become, or why it is not taken."""
    found: dict[Path, Destination | FileRefused] = {
        path: _table_of(path.relative_to(inbox.automl).parts[:-1])
        for path in candidates(inbox.automl, deep=True, trouble=trouble)
    }
    for path in candidates(inbox.ocr, deep=True, trouble=trouble):
        folders = path.relative_to(inbox.ocr).parts[:-1]
        found[path] = NewPages(company=folders[0] if folders else None)
    for folder in folders_in(inbox.predict, trouble):
        # As it is shown: bytes that are no text would break the look-up, and are no document's number.
        rows = NewRows(shown_name(folder.name))
        found.update(dict.fromkeys(candidates(folder, deep=True, trouble=trouble), rows))
    found |= {path: hidden_file(path.name) for path in found if is_hidden(path.name)}
    return found | {path: misplaced_file(path.name) for path in misplaced(inbox)}


def _table_of(folders: tuple[str, ...]) -> NewTable | MoreRows:
    """Files in a folder that is called like a document's number are rows for its table.

    A shorter or longer number is one that was mistyped, which adding its rows says; a folder of a year, month or day is none.
    """
    if folders and _DIGITS.fullmatch(folders[0]) and not _DATE.fullmatch(folders[0]):
        return MoreRows(folders[0])
    return NewTable()


def _unreachable(error: OSError) -> Message:
    folder = os.fsencode(str(error.filename)).decode("utf-8", errors="replace")
    if isinstance(error, FileNotFoundError):
        return missing_folder(folder)
    return Message(
        "the folder {folder} can't be looked into: {why}; see to its mount or make it again, and it is served "
        "again",
        folder=folder,
        why=error.strerror,
    )


def _line(result: Taken | Refused) -> str:
    if isinstance(result, Taken):
        return f"{result.id}: request {result.request_id}"
    return f"refused {shown_name(result.kept.name)}: {result.message}"
