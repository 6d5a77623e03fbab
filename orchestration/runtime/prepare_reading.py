"""Converts the networks that read pages for this machine: `python -m orchestration.runtime.prepare_reading`."""

from __future__ import annotations

from orchestration.runtime.reading_resources import build_files, build_recogniser
from orchestration.settings import load_settings
from resources.clock import Clock
from resources.database import Database
from resources.networks import ensure_deployed, network_files


def main() -> None:
    settings = load_settings()
    database = Database(url=settings.effective_database_url)
    store = build_files(settings).store
    row = ensure_deployed(database, store, Clock(zone=settings.time_zone))
    with network_files(store, row) as files:
        build_recogniser(settings).prepare(files)


if __name__ == "__main__":
    main()
