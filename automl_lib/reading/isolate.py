"""Reading a file in a process of its own, so that a crash, a bomb or an endless loop costs that file alone."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import automl_lib
from automl_lib.errors import FileRefused
from automl_lib.reading.limits import ReadLimits
from automl_lib.reading.names import display_name
from automl_lib.reading.refusals import readable_size, refuse
from automl_lib.reading.report import ReadReport

_WORKER = (sys.executable, "-m", "automl_lib.reading.worker")
_STDERR_TAIL = 4_000
_MEMORY_WORDS = (
    "memory allocation",
    "memoryerror",
    "out of memory",
    "allocate memory",
    "bad_alloc",
    "failed to map segment",
    "resource temporarily unavailable",
)
# Idle thread pools of numerical libraries reserve address space, which the memory limit counts.
_LEAN = {"OPENBLAS_NUM_THREADS": "1", "ARROW_DEFAULT_MEMORY_POOL": "system", "PYTHONIOENCODING": "utf-8"}


def read_table(
    source: Path,
    out_dir: Path,
    *,
    name: str,
    limits: ReadLimits | None = None,
    worker: tuple[str, ...] = _WORKER,
) -> ReadReport:
    """Reads a CSV or spreadsheet into `out_dir`: `cells.parquet` (text as read) and `typed.parquet`.

    Args:
        source: the file; its name on disk is not looked at.
        out_dir: an existing directory; on refusal nothing is left in it.
        name: what people call the file; only shown.
        limits: bounds of size, time and memory; the defaults of `ReadLimits` if None.
        worker: the command of the reading process.

    Raises:
        FileRefused: if the file can't be read as a table, is over a limit, or breaks the reader.
    """
    limits = limits or ReadLimits()
    shown = display_name(name)
    with tempfile.TemporaryDirectory(prefix=".reading-", dir=out_dir) as work:
        job = {
            "source": str(source.absolute()),
            "out_dir": work,
            "name": shown,
            "limits": limits.to_dict(),
        }
        answer = _run(worker, job, limits, shown)
        if "refused" in answer:
            raise FileRefused(**answer["refused"])
        report = ReadReport.from_dict(answer["report"])
        for written in Path(work).iterdir():
            written.replace(out_dir / written.name)
    return report


def _run(worker: tuple[str, ...], job: dict[str, Any], limits: ReadLimits, shown: str) -> dict[str, Any]:
    with tempfile.TemporaryFile() as errors:
        child = subprocess.Popen(
            worker,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            start_new_session=True,
            env=_environment(),
        )
        try:
            output, _ = child.communicate(json.dumps(job).encode(), timeout=limits.max_seconds)
        except subprocess.TimeoutExpired:
            raise refuse("timeout", shown, seconds=f"{limits.max_seconds:g}") from None
        finally:
            _end(child)
        if child.returncode == 0:
            answer: dict[str, Any] = json.loads(output)
            return answer
        errors.seek(max(0, errors.seek(0, os.SEEK_END) - _STDERR_TAIL))
        said = errors.read().decode("utf-8", "replace")
    raise _broken(child.returncode, said, limits, shown)


def _end(child: subprocess.Popen[bytes]) -> None:
    """Ends the child with everything it started. Its group bears its number, as it leads a session."""
    if child.poll() is None:
        os.killpg(child.pid, signal.SIGKILL)
    child.communicate()


def _broken(code: int, said: str, limits: ReadLimits, shown: str) -> FileRefused:
    if any(word in said.casefold() for word in _MEMORY_WORDS) or code == -signal.SIGKILL:
        return refuse("memory", shown, limit=readable_size(limits.max_memory_bytes))
    if code == -signal.SIGXCPU:
        return refuse("timeout", shown, seconds=f"{limits.max_seconds:g}")
    how = signal.Signals(-code).name if code < 0 else f"exit {code}"
    lines = said.strip().splitlines()
    return refuse("crashed", shown, how=f"{how}: {lines[-1][:200]}" if lines else how)


def _environment() -> dict[str, str]:
    """The parent's environment, with this library importable and nothing read from the user's site."""
    root = str(Path(automl_lib.__file__).parent.parent)
    inherited = os.environ.get("PYTHONPATH")
    path = f"{root}{os.pathsep}{inherited}" if inherited else root
    return {**os.environ, "PYTHONPATH": path, **_LEAN}
