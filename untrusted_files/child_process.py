"""The parent's side: starts a child on a job, limits it, and reports how it failed."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from untrusted_files.ending import Ending, tail

# Idle thread pools of numerical libraries reserve address space, which the memory limit counts.
# A backtrace of Rust would push what it says of its end out of sight.
_LEAN = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "RUST_BACKTRACE": "0"}


@dataclass(frozen=True)
class Limits:
    """What one job may cost.

    Args:
        seconds: of waiting (and, times cores, of processor time).
        memory_bytes: the child may allocate.
        mapped_bytes: size of files it maps into memory; they come on top.
    """

    seconds: float
    memory_bytes: int
    mapped_bytes: int = 0


class Broken(Exception):
    """The child gave no answer.

    Args:
        kind: "timeout", "memory" or "crashed".
        how: the signal or exit code, and the last thing it said.
    """

    def __init__(self, kind: Literal["timeout", "memory", "crashed"], how: str) -> None:
        super().__init__(kind, how)
        self.kind = kind
        self.how = how

    def __str__(self) -> str:
        return f"{self.kind}: {self.how}"


def module(name: str) -> tuple[str, ...]:
    """The command that runs a module with this interpreter."""
    return (sys.executable, "-m", name)


def importable(**extra: str) -> dict[str, str]:
    """This process's environment and `extra`, for a child that can import what lies beside this package."""
    root = str(Path(__file__).parent.parent)
    inherited = os.environ.get("PYTHONPATH")
    path = f"{root}{os.pathsep}{inherited}" if inherited else root
    return {**os.environ, "PYTHONPATH": path, "PYTHONIOENCODING": "utf-8", **extra}


def run(
    command: Sequence[str],
    job: Mapping[str, Any],
    limits: Limits,
    *,
    environment: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Run a command, whose side of it is `untrusted_files.serve`, on a job; its answer.

    Args:
        environment: variables besides those inherited.

    Raises:
        Broken: it took too long or too much memory, or crashed.
    """
    whole = {"job": dict(job), "limits": asdict(limits), "parent": os.getpid()}
    # A child that is killed can't tidy up: what it leaves of temporary files goes with its folder.
    with tempfile.TemporaryFile() as errors, tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as own:
        child = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            start_new_session=True,
            env=importable(**{**_LEAN, "TMPDIR": own, **(environment or {})}),
        )
        try:
            output, _ = child.communicate(json.dumps(whole).encode(), timeout=limits.seconds)
        except subprocess.TimeoutExpired:
            raise Broken("timeout", f"over {limits.seconds:g} s") from None
        finally:
            _end_all(child)
        said = tail(errors)
    if child.returncode:
        raise _broken(Ending(child.returncode, said))
    try:
        answer: dict[str, Any] = json.loads(output)
    except ValueError:
        raise Broken("crashed", "it gave no answer") from None
    return answer


def _end_all(child: subprocess.Popen[bytes]) -> None:
    """Ends the child with everything it started, unless it has answered.

    Its group bears its number, as it leads a session; the number is its own until it is waited for.
    """
    if child.returncode is None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.communicate()


def _broken(ending: Ending) -> Broken:
    said = ending.last_line()
    how = f"{ending.how}: {said}" if said else ending.how
    if ending.out_of_memory:
        return Broken("memory", how)
    return Broken("timeout" if ending.out_of_time else "crashed", how)
