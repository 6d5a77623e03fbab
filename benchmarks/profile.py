"""Upload, profile and boxplots of a made CSV through the shipped job, beside pandas on the same file.

Ours: from the first step's start to the last commit (queueing apart), with every row in TB_AUTOML_TEXT, the
profile and the boxplots stored. Pandas: `read_csv`, `describe(include="all")` and null counts, in a process
of its own. In turn, several times; the ratio is of the medians.

    python benchmarks/profile.py --rows 1000000 --times 3
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

if (
    not __package__
):  # run as a file: the checkout, not this folder (whose profile.py is not Python's), is searched
    sys.path[0] = str(Path(__file__).resolve().parent.parent)

import psutil

from benchmarks.made_table import write_table
from benchmarks.watched import family, peak_memory
from orchestration.runtime.code_server import RUN_IMPORTS
from orchestration.runtime.fresh_home import fresh_saebyeok

PANDAS = """
import sys, time
started = time.perf_counter()
import pandas as pd
imported = time.perf_counter()
table = pd.read_csv(sys.argv[1])
table.describe(include="all")
table.isna().sum()
print(time.perf_counter() - imported)
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--times", type=int, default=3)
    chosen = parser.parse_args()
    with TemporaryDirectory() as folder:
        table = Path(folder) / "made.csv"
        write_table(table, chosen.rows)
        with fresh_saebyeok(Path(folder) / "home") as (servers, environment, _):
            runs = [_once(table, servers.pid, dict(environment)) for _ in range(chosen.times)]
        size = table.stat().st_size
    ours, pandas = [run["ours"] for run in runs], [run["pandas"] for run in runs]
    print(
        json.dumps(
            {
                "benchmark": "profile",
                "rows": chosen.rows,
                "csv_mib": round(size / 2**20),
                "seconds": {"ours": ours, "pandas": pandas},
                "peak_mib": {
                    "ours": [r["ours_mib"] for r in runs],
                    "pandas": [r["pandas_mib"] for r in runs],
                },
                "ratio_of_medians": round(median(ours) / median(pandas), 2),
                "peak_mib_ours": max(r["ours_mib"] for r in runs),
            },
            indent=2,
        )
    )


def _once(table: Path, servers: int, environment: dict[str, str]) -> dict[str, float]:
    peer = subprocess.Popen([sys.executable, "-c", PANDAS, str(table)], stdout=subprocess.PIPE, text=True)
    with peak_memory(lambda: family(psutil.Process(peer.pid)) if peer.poll() is None else []) as pandas_peak:
        pandas_seconds = float(peer.communicate()[0])
    with peak_memory(lambda: _run_family(servers)) as our_peak:
        added = subprocess.run(
            [sys.executable, "-m", "orchestration", "automl", "add", str(table)],
            env=environment,
            check=True,
            capture_output=True,
            text=True,
        )
    seconds = _job_seconds(Path(environment["SAEBYEOK_HOME"]), added.stdout.strip())
    print(f"ours {seconds:.2f} s, pandas {pandas_seconds:.2f} s", file=sys.stderr)
    return {
        "ours": round(seconds, 2),
        "pandas": round(pandas_seconds, 2),
        "ours_mib": round(our_peak.mib),
        "pandas_mib": round(pandas_peak.mib),
    }


def _run_family(servers: int) -> list[psutil.Process]:
    """The run's process and its children, below the servers."""
    forked = [p for p in family(psutil.Process(servers)) if RUN_IMPORTS in _command(p)]
    workers = [p for p in forked if p.ppid() in {one.pid for one in forked}]
    return [member for worker in workers for member in family(worker)]


def _command(process: psutil.Process) -> str:
    try:
        return " ".join(process.cmdline())
    except psutil.NoSuchProcess:
        return ""


def _job_seconds(home: Path, doc_id: str) -> float:
    """From the first step's start, by Dagster's event log, to the request's end in our rows."""
    os.environ["DAGSTER_HOME"] = str(home / "dagster")
    import dagster as dg

    from records.engine import open_engine, reading
    from work_requests import request_lists

    with reading(open_engine(f"sqlite:///{home / 'saebyeok.db'}")) as session:
        request: Any = request_lists.of_document(session, doc_id)[0]
    with dg.DagsterInstance.get() as instance:
        events = instance.get_records_for_run(request.run_id, of_type=dg.DagsterEventType.STEP_START).records
        started = min(record.timestamp for record in events)
    return float(request.finished_at.timestamp() - started)


if __name__ == "__main__":
    main()
