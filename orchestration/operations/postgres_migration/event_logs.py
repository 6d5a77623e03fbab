"""Dagster's events on SQLite lie in a file a run and in an index; on PostgreSQL they are one table.

The index repeats the events of assets, checks and runs' states, under numbers of its own to which other
tables refer. Here all files become one, in the order of time, with new numbers.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

from orchestration.operations.sqlite_files import read_only

INDEX = "index.db"
_COLUMNS = "run_id, event, dagster_event_type, timestamp, step_key, asset_key, partition"
_STAGED = f"""
    CREATE TABLE staged (moment TEXT, file INTEGER, place INTEGER, index_id INTEGER,
        {_COLUMNS.replace(",", " TEXT,")} TEXT)
"""
_NUMBERED = f"""
    CREATE TABLE event_logs AS
    SELECT row_number() OVER (ORDER BY moment, file, place) AS id, index_id, {_COLUMNS} FROM staged
"""


def merge(folder: Path, merged: Path) -> dict[int, int]:
    """Write the events of all files in `folder` into one at `merged`, as a table like Dagster's.

    Within a run the order is the run's; between runs, that of time.

    Returns:
        The new number of each event of the index, by its old one.
    """
    runs = sorted(path for path in folder.glob("*.db") if path.name != INDEX)
    with closing(sqlite3.connect(merged)) as out, closing(read_only(folder / INDEX)) as index:
        out.execute(_STAGED)
        alone = {index_id for (index_id,) in index.execute("SELECT id FROM event_logs")}
        for number, path in enumerate(runs):
            repeated = _repeated(index, path.stem)
            with closing(read_only(path)) as run:
                alone -= _stage(out, number, run, repeated)
        # Events of no run, and of runs whose file is gone.
        rest = (
            (row[3] or "", len(runs), index_id, index_id, *row)
            for index_id, *row in index.execute(f"SELECT id, {_COLUMNS} FROM event_logs ORDER BY id")
            if index_id in alone
        )
        _insert(out, rest)
        out.execute(_NUMBERED)
        out.execute("DROP TABLE staged")
        out.commit()
        return dict(out.execute("SELECT index_id, id FROM event_logs WHERE index_id IS NOT NULL"))


def _stage(
    out: sqlite3.Connection, number: int, run: sqlite3.Connection, repeated: dict[str, deque[int]]
) -> set[int]:
    """Take in a run's events; the numbers under which the index repeats them."""
    met: set[int] = set()

    def rows() -> Iterator[tuple[object, ...]]:
        moment = ""
        for place, *row in run.execute(f"SELECT id, {_COLUMNS} FROM event_logs ORDER BY id"):
            moment = max(moment, row[3] or "")  # clocks of steps differ; the run's order stays
            ids = repeated.get(row[1])
            index_id = ids.popleft() if ids else None
            if index_id is not None:
                met.add(index_id)
            yield (moment, number, place, index_id, *row)

    _insert(out, rows())
    return met


def _repeated(index: sqlite3.Connection, run_id: str) -> dict[str, deque[int]]:
    """The numbers of a run's events in the index, by their text, in order."""
    found: dict[str, deque[int]] = defaultdict(deque)
    for index_id, event in index.execute(
        "SELECT id, event FROM event_logs WHERE run_id = ? ORDER BY id", (run_id,)
    ):
        found[event].append(index_id)
    return found


def _insert(out: sqlite3.Connection, rows: Iterable[tuple[object, ...]]) -> None:
    out.executemany(f"INSERT INTO staged VALUES ({','.join('?' * 11)})", rows)
