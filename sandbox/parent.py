"""The parent's side: start a child on a job, bound it, and tell how it ended."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

_STDERR_TAIL = 4_000
_MEMORY_WORDS = (
    "memory allocation",
    "memoryerror",
    "out of memory",
    "allocate memory",
    "insufficient memory",
    "bad_alloc",
    "failed to map segment",
    "resource temporarily unavailable",
)
# Idle thread pools of numerical libraries reserve address space, which the memory limit counts.
_LEAN = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "PYTHONIOENCODING": "utf-8"}


@dataclass(frozen=True)
class Limits:
    """What one job may cost: seconds of waiting (and, times cores, of processor), bytes of memory."""

    seconds: float
    memory_bytes: int


class Broken(Exception):
    """The child gave no answer.

    Args:
        kind: "timeout", "memory" or "crashed".
        how: the signal or exit code, and the last thing it said.
    """

    def __init__(self, kind: Literal["timeout", "memory", "crashed"], how: str) -> None:
        super().__init__(f"{kind}: {how}")
        self.kind = kind
        self.how = how


def run(module: str, job: Mapping[str, Any], limits: Limits) -> dict[str, Any]:
    """Run `python -m module` on a job; its answer.

    Raises:
        Broken: it took too long or too much memory, or crashed.
    """
    whole = {"job": dict(job), "limits": asdict(limits)}
    with tempfile.TemporaryFile() as errors:
        child = subprocess.Popen(
            (sys.executable, "-m", module),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            start_new_session=True,
            env=_environment(),
        )
        try:
            output, _ = child.communicate(json.dumps(whole).encode(), timeout=limits.seconds)
        except subprocess.TimeoutExpired:
            raise Broken("timeout", f"over {limits.seconds:g} s") from None
        finally:
            _end(child)
        errors.seek(max(0, errors.seek(0, os.SEEK_END) - _STDERR_TAIL))
        said = errors.read().decode("utf-8", "replace")
    if child.returncode:
        raise _broken(child.returncode, said)
    try:
        answer: dict[str, Any] = json.loads(output)
    except ValueError:
        raise Broken("crashed", "it gave no answer") from None
    return answer


def _end(child: subprocess.Popen[bytes]) -> None:
    """Ends the child with everything it started. Its group bears its number, as it leads a session."""
    if child.poll() is None:
        os.killpg(child.pid, signal.SIGKILL)
    child.communicate()


def _broken(code: int, said: str) -> Broken:
    lines = said.strip().splitlines()
    how = signal.Signals(-code).name if code < 0 else f"exit {code}"
    how = f"{how}: {lines[-1][:200]}" if lines else how
    if any(word in said.casefold() for word in _MEMORY_WORDS) or code == -signal.SIGKILL:
        return Broken("memory", how)
    if code == -signal.SIGXCPU:
        return Broken("timeout", how)
    return Broken("crashed", how)


def _environment() -> dict[str, str]:
    """The parent's environment, with this checkout importable."""
    root = str(Path(__file__).parent.parent)
    inherited = os.environ.get("PYTHONPATH")
    path = f"{root}{os.pathsep}{inherited}" if inherited else root
    return {**os.environ, "PYTHONPATH": path, **_LEAN}
