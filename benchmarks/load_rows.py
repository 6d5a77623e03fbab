"""How long TB_AUTOML_TEXT takes to load on a database, encoding apart: rows a second of `records.text_rows`.

The database must exist, be empty and be for nothing else; its tables are made.

    python benchmarks/load_rows.py --url postgresql+psycopg2://me@127.0.0.1/bench --rows 200000 --times 3
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

if not __package__:
    sys.path[0] = str(Path(__file__).resolve().parent.parent)

import polars as pl

from automl_lib.row_json import encode_rows
from benchmarks.made_table import write_table
from records import migrate, text_rows
from records.engine import open_engine


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--url", required=True)
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--times", type=int, default=3)
    chosen = parser.parse_args()
    with TemporaryDirectory() as folder:
        table, cells = Path(folder) / "made.csv", Path(folder) / "cells.parquet"
        write_table(table, chosen.rows)
        frame = pl.read_csv(table, infer_schema=False)
        frame.write_parquet(cells)
        batches = list(encode_rows(cells))
    engine = open_engine(chosen.url)
    migrate.upgrade(engine)
    seconds = []
    for number in range(chosen.times):
        doc_id = f"261122{number:09d}"
        started = time.perf_counter()
        text_rows.replace_rows(engine, doc_id, frame.columns, batches, guard=_ignore, progress=_ignore)
        seconds.append(round(time.perf_counter() - started, 2))
    print(
        json.dumps(
            {
                "benchmark": "load_rows",
                "database": engine.dialect.name,
                "rows": chosen.rows,
                "columns": len(frame.columns),
                "mib": round(sum(len(batch.encode()) for batch in batches) / 2**20),
                "seconds": seconds,
                "rows_a_second": round(chosen.rows / median(seconds)),
            },
            indent=2,
        )
    )


def _ignore(_: object) -> None:
    """Belongs to no run and reports nothing."""


if __name__ == "__main__":
    main()
