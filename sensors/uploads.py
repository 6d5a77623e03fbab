"""Files dropped into the inbox are taken in. Starts no run: each leaves a request.

inbox/automl/FILE          a new table
inbox/ocr/[상호/]FILE       a new picture or PDF
inbox/predict/DOC/FILE     rows for the confirmed model of DOC

What lies beside these folders, and hidden files, are refused.
"""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import dagster as dg
import sqlalchemy.exc

from automl_lib.errors import FileRefused
from intake.checks import hidden_file, misplaced_file
from intake.destinations import Destination, NewPages, NewRows, NewTable
from intake.inbox import Inbox, candidates, misplaced, standing_still
from intake.junk import is_hidden
from intake.names import shown_name
from intake.take import Intake, Refused, Taken
from resources.clock import Clock
from resources.database import Database
from resources.files import Files
from sensors.ticks import TICK_SECONDS

FILES_A_TICK = 50


def build_uploads_sensor(*, settle_seconds: float) -> dg.SensorDefinition:
    """The sensor, waiting `settle_seconds` for a file to stand still."""

    @dg.sensor(
        name="uploads",
        minimum_interval_seconds=TICK_SECONDS,
        default_status=dg.DefaultSensorStatus.RUNNING,
        description="inbox 폴더에 놓인 파일을 받아들입니다. Takes in files dropped into the inbox.",
    )
    def uploads(
        context: dg.SensorEvaluationContext, database: Database, files: Files, clock: Clock
    ) -> dg.SkipReason:
        intake = files.intake(database.engine)
        lines = take_dropped(intake, clock.now, settle_seconds, on_error=context.log.exception)
        return dg.SkipReason("\n".join(lines) or "새 파일이 없습니다 (no new files)")

    return uploads


def take_dropped(
    intake: Intake,
    now: Callable[[], datetime],
    settle_seconds: float,
    on_error: Callable[[str], None],
) -> list[str]:
    """Take in or refuse what lies ready, and finish what a killed process had begun; a line per file.

    One file's trouble (a full disk, a mount that went away) is reported and leaves the file where it
    is, to be tried again; the others go on.
    """
    lines = [_line(result) for result in intake.resume(now=now())]
    waiting = _dropped(intake.inbox)
    ready = set(standing_still(waiting, settle_seconds))
    for path, outcome in waiting.items():
        if path not in ready or len(lines) >= FILES_A_TICK:
            continue
        try:
            if isinstance(outcome, FileRefused):
                result: Taken | Refused | None = intake.refuse(path, outcome, now())
            else:
                result = intake.take(path, outcome, by="inbox", now=now())
        except (OSError, ValueError, sqlalchemy.exc.SQLAlchemyError) as error:
            on_error(f"{path.name!r} could not be taken in and is tried again: {error}")
            continue
        lines += [_line(result)] if result else []
    return lines


def _dropped(inbox: Inbox) -> dict[Path, Destination | FileRefused]:
    """Files to look at, with what each is to become, or why it is not taken."""
    found: dict[Path, Destination | FileRefused] = dict.fromkeys(
        candidates(inbox.automl, deep=True), NewTable()
    )
    for path in candidates(inbox.ocr, deep=True):
        folders = path.relative_to(inbox.ocr).parts[:-1]
        found[path] = NewPages(company=folders[0] if folders else None)
    if inbox.predict.is_dir():
        for folder in sorted(p for p in inbox.predict.iterdir() if p.is_dir() and not p.is_symlink()):
            # As it is shown: bytes that are no text would break the look-up, and are no document's number.
            rows = NewRows(shown_name(folder.name))
            found.update(dict.fromkeys(candidates(folder, deep=True), rows))
    found |= {path: hidden_file(path.name) for path in found if is_hidden(path.name)}
    return found | {path: misplaced_file(path.name) for path in misplaced(inbox)}


def _line(result: Taken | Refused) -> str:
    if isinstance(result, Taken):
        return f"{result.id}: request {result.request_id}"
    return f"refused {shown_name(result.kept.name)}: {result.en}"
