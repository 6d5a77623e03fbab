"""How long people wait from a file in the inbox to its profile, and what loading the code location costs.

python -m benchmarks.latency --files 20
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory

if (
    not __package__
):  # run as a file: the checkout, not this folder (whose profile.py is not Python's), is searched
    sys.path[0] = str(Path(__file__).resolve().parent.parent)

import samples
from domain.automl import DocumentStatus
from orchestration.runtime.fresh_home import fresh_saebyeok
from records import documents
from records.engine import open_engine, reading

LOOK_SECONDS = 0.2
"""Looking more often would take a noticeable share of a core from what is measured."""
TABLE = Path(samples.__file__).parent / "wholesale.csv"
LOAD = "import orchestration.definitions as d; d.defs().get_repository_def()"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--files", type=int, default=20)
    parser.add_argument("--seed", type=int, default=0)
    chosen = parser.parse_args()
    with TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        loads = [_load_seconds(home) for _ in range(3)]
        with fresh_saebyeok(home):
            waits = _waits(home, chosen.files, random.Random(chosen.seed))
    print(
        json.dumps(
            {
                "benchmark": "latency",
                "inbox_to_profile_seconds": _spread(waits),
                "code_location_load_seconds": _spread(loads),
            },
            indent=2,
        )
    )


def _waits(home: Path, files: int, moments: random.Random) -> list[float]:
    engine = open_engine(f"sqlite:///{home / 'saebyeok.db'}")
    waits = []
    for number in range(files):
        time.sleep(moments.uniform(0, 5))  # anywhere between two ticks of the sensors
        dropped = time.monotonic()
        shutil.copyfile(TABLE, home / "inbox" / "automl" / f"{number}.csv")
        while True:
            with reading(engine) as session:
                page, _ = documents.page(session, status=DocumentStatus.UPLOADED)
            if any(document.file_name == f"{number}.csv" for document in page):
                break
            time.sleep(LOOK_SECONDS)
        waits.append(time.monotonic() - dropped)
        print(f"{number}: {waits[-1]:.1f} s", file=sys.stderr)
    return waits


def _load_seconds(home: Path) -> float:
    started = time.monotonic()
    subprocess.run(
        [sys.executable, "-c", LOAD],
        env={**os.environ, "SAEBYEOK_HOME": str(home)},
        check=True,
    )
    return time.monotonic() - started


def _spread(values: list[float]) -> dict[str, float]:
    return {
        "median": round(median(values), 2),
        "p95": round(quantiles(values, n=20, method="inclusive")[-1], 2),
        "max": round(max(values), 2),
        "count": len(values),
    }


if __name__ == "__main__":
    main()
