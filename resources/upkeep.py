"""What the weekly housekeeping keeps, and where leftovers lie on this machine, as a Dagster resource."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import dagster as dg
from pydantic import Field

from ocr_lib.prepared import unused

WORK_SECONDS = 7 * 24 * 3600.0
"""A checkpoint of the work folder unchanged for this long belongs to a training that won't be resumed."""


class Upkeep(dg.ConfigurableResource["Upkeep"]):
    """Bounds of the housekeeping; each is a setting."""

    run_days: int = Field(ge=1, description="Days Dagster's runs and events are kept.")
    request_days: int = Field(ge=1, description="Days settled requests are kept.")
    networks: int = Field(ge=1, description="Newest networks whose files are kept.")
    work: str = Field(description="Folder on this machine for checkpoints.")
    databases: list[str] = Field(description="Names of the three databases; none on SQLite.")
    cache: str = Field(description="Folder on this machine of what is prepared once, and may be emptied.")
    dagster_storage: str = Field(description="Dagster's folder on this machine; events and logs of runs.")

    def leftovers(self, now: float) -> list[Path]:
        """Files of the work folder unchanged for a week.

        Args:
            now: seconds since 1970.
        """
        return [path for path in _files(Path(self.work)) if now - path.stat().st_mtime > WORK_SECONDS]

    def work_bytes(self) -> int:
        return sum(path.stat().st_size for path in _files(Path(self.work)))

    def unused_prepared(self, now: float) -> list[Path]:
        """What is prepared for reading and was not used for thirty days: networks that read no more.

        Args:
            now: seconds since 1970.
        """
        return unused(Path(self.cache), now)

    def cache_bytes(self) -> int:
        return sum(path.stat().st_size for path in _files(Path(self.cache)))

    def dagster_bytes(self) -> int:
        """Size of Dagster's folder; what a PostgreSQL server holds is not counted."""
        total = 0
        for path in _files(Path(self.dagster_storage)):
            try:
                total += path.stat().st_size
            except FileNotFoundError:
                continue  # of a run that goes on
        return total

    def remove_run_files(self, run_id: str) -> None:
        """The database of one run's events, which Dagster empties and leaves behind on SQLite."""
        folder = Path(self.dagster_storage) / "history" / "runs"
        for ending in (".db", ".db-wal", ".db-shm", ".db-journal"):
            (folder / f"{run_id}{ending}").unlink(missing_ok=True)


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())
