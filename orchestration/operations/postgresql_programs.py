"""PostgreSQL's own programs (`pg_dump`, `pg_restore`): where they are, and running them on a URL of ours."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from sqlalchemy import make_url

from domain.messages import Message
from orchestration.operations.errors import OperationFailed
from orchestration.settings.database_urls import password_of, without_password

DEBIAN = Path("/usr/lib/postgresql")
_TOO_OLD = Message("; install a postgresql-client that is not older than the server")


def find_program(name: str) -> Path:
    """By PATH, else the newest of Debian's versions. Raises OperationFailed where it is not installed."""
    if found := shutil.which(name):
        return Path(found)
    versions = [folder for folder in DEBIAN.glob("*") if (folder / "bin" / name).exists()]
    if not versions:
        raise OperationFailed(
            Message(
                "PostgreSQL's {name} is not installed; on Debian: 'apt-get install postgresql-client'",
                name=name,
            )
        )
    newest = max(versions, key=lambda folder: float(folder.name) if folder.name.isdigit() else 0)
    return newest / "bin" / name


def run_program(name: str, url: str, *words: str) -> None:
    """Run a program on the database of a SQLAlchemy URL; its password goes by the environment, which `ps` doesn't show.

    Raises:
        OperationFailed: the program is missing, or it failed, with what it said of why.
    """
    parsed = make_url(url)
    address = without_password(parsed.set(drivername="postgresql")).render_as_string()
    # In English, so that `_why` finds its way in what they say.
    environment = {**os.environ, "PGCONNECT_TIMEOUT": "20", "LC_ALL": "C"}
    if password := password_of(parsed):
        environment["PGPASSWORD"] = password
    done = subprocess.run(
        [str(find_program(name)), "--no-password", f"--dbname={address}", *words],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise OperationFailed(
            Message(
                "{name} failed on the database '{database}': {why}{remedy}",
                name=name,
                database=parsed.database,
                why=_why(done.stderr),
                remedy=_TOO_OLD if "version mismatch" in done.stderr else "",
            )
        )


def _why(said: str) -> str:
    """The error and its detail. The last line is often the end of the statement that failed."""
    lines = [line.strip() for line in said.strip().splitlines()]
    errors = [line for line in lines if "error:" in line]
    details = [line for line in lines if "detail:" in line]
    return "; ".join([*errors[:1], *details[:1]]) or (lines or ["?"])[-1]
