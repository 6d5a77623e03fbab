"""CPU seconds of short commands, beside those of another checkout in the same run.

python -m benchmarks.command_line --repo ../before --runs 10
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

CHECKOUT = Path(__file__).resolve().parent.parent
TABLE = CHECKOUT / "samples" / "wholesale.csv"
COMMANDS = {
    "saebyeok --help": ("--help",),
    "saebyeok automl list": ("automl", "list"),
    "saebyeok automl profile": ("automl", "profile", "wholesale.csv"),
}
# A home as `saebyeok up` leaves it, as far as the commands look: its database.
MAKE_HOME = (
    "import sys; from records import migrate; from records.engine import open_engine; "
    "migrate.upgrade(open_engine(f'sqlite:///{sys.argv[1]}/saebyeok.db'))"
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repo", type=Path, help="Checkout to measure as 'before'.")
    parser.add_argument("--runs", type=int, default=10)
    chosen = parser.parse_args()
    checkouts = {"after": CHECKOUT}
    if chosen.repo:
        checkouts = {"before": chosen.repo.resolve(), **checkouts}
    taken = {name: {command: [] for command in COMMANDS} for name in checkouts}
    with TemporaryDirectory() as folder:
        for name, checkout in checkouts.items():
            _make_home(checkout, Path(folder) / name)
        # In turn, so that what else runs on the machine slows both alike.
        for _ in range(chosen.runs):
            for command, words in COMMANDS.items():
                for name, checkout in checkouts.items():
                    taken[name][command].append(_cpu_seconds(checkout, Path(folder) / name, words))
    found = {
        name: {command: _spread(seconds) for command, seconds in of_commands.items()}
        for name, of_commands in taken.items()
    }
    print(json.dumps({"benchmark": "command_line", "cpu_seconds": found}, indent=2))


def _make_home(checkout: Path, home: Path) -> None:
    """A home with one document, as this checkout makes it."""
    home.mkdir()
    shutil.copy(TABLE, home)
    python = [sys.executable, "-c", MAKE_HOME, str(home)]
    subprocess.run(python, env=_environment(checkout, home), cwd=home, check=True)
    add = [sys.executable, "-m", "orchestration", "automl", "add", "wholesale.csv", "--no-wait"]
    subprocess.run(add, env=_environment(checkout, home), cwd=home, check=True, stdout=subprocess.DEVNULL)


def _cpu_seconds(checkout: Path, home: Path, words: tuple[str, ...]) -> float:
    """User and system time of a command, with the processes it waited for."""
    with subprocess.Popen(
        [sys.executable, "-m", "orchestration", *words],
        env=_environment(checkout, home),
        cwd=home,
        stdout=subprocess.DEVNULL,
    ) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(words)}: exit code {process.returncode}")
    return used.ru_utime + used.ru_stime


def _environment(checkout: Path, home: Path) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(checkout), "SAEBYEOK_HOME": str(home)}


def _spread(seconds: list[float]) -> dict[str, float]:
    return {"min": round(min(seconds), 2), "median": round(median(seconds), 2), "count": len(seconds)}


if __name__ == "__main__":
    main()
