"""Starts a child process, limits it, and reports how it ended. Standard library only."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any, Literal

# Idle thread pools of numerical libraries and Arrow's own allocator reserve address space, which the memory limit
# counts. A Rust backtrace would push the error message out of the part of stderr that is kept.
_LEAN = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "ARROW_DEFAULT_MEMORY_POOL": "system",
    "RUST_BACKTRACE": "0",
}
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


@dataclass(frozen=True)
class ProcessLimits:
    """Resource limits of one child process.

    Args:
        seconds: wall time; multiplied by the number of cores, also the CPU time.
        memory_bytes: memory the child may allocate.
        mapped_bytes: size of the files that it maps into memory, in addition to `memory_bytes`.
    """

    seconds: float
    memory_bytes: int
    mapped_bytes: int = 0


class ProcessFailed(Exception):
    """The child process gave no answer.

    Args:
        kind: "timeout", "memory" or "crashed".
        how: the signal or exit code, and the last line on standard error.
    """

    def __init__(self, kind: Literal["timeout", "memory", "crashed"], how: str) -> None:
        super().__init__(kind, how)
        self.kind = kind
        self.how = how

    def __str__(self) -> str:
        return f"{self.kind}: {self.how}"


@dataclass(frozen=True)
class ProcessExit:
    """How a process ended.

    Args:
        code: as `subprocess` has it: the exit code, or the negated number of a signal.
        stderr: the end of its standard error.
    """

    code: int
    stderr: str = ""

    @property
    def how(self) -> str:
        """The signal's name or the exit code."""
        return signal.Signals(-self.code).name if self.code < 0 else f"exit {self.code}"

    def last_line(self, most: int = 200) -> str:
        """The last line on standard error, at most `most` characters; "" without one. Hints to programmers are skipped."""
        lines = [line for line in self.stderr.strip().splitlines() if not line.startswith("note: run with")]
        return lines[-1][:most] if lines else ""

    @property
    def out_of_memory(self) -> bool:
        """Whether memory ran out: standard error says so, or the system killed the process."""
        stderr = self.stderr.casefold()
        return self.code == -signal.SIGKILL or any(word in stderr for word in _MEMORY_WORDS)

    @property
    def out_of_time(self) -> bool:
        """Whether its CPU time was used up."""
        return self.code == -signal.SIGXCPU


def module_command(name: str, *arguments: str) -> tuple[str, ...]:
    """The command that runs a module with this interpreter."""
    return (sys.executable, "-m", name, *arguments)


def importable(**extra: str) -> dict[str, str]:
    """This process's environment and `extra`, for a child that can import the packages beside this one."""
    root = str(Path(__file__).parent.parent)
    inherited = os.environ.get("PYTHONPATH")
    path = f"{root}{os.pathsep}{inherited}" if inherited else root
    return {**os.environ, "PYTHONPATH": path, "PYTHONIOENCODING": "utf-8", **extra}


class Child:
    """A process whose side of the protocol is `untrusted_files.worker.serve`: it applies its limits and waits for one job."""

    def __init__(self, command: Sequence[str], limits: ProcessLimits, imports: Sequence[str] = ()) -> None:
        """Start the process.

        Args:
            command: the program and its arguments.
            limits: of the process.
            imports: modules that it imports while it waits for its job, within its limits.
        """
        self.limits = limits
        with contextlib.ExitStack() as kept:
            self._errors = kept.enter_context(tempfile.TemporaryFile())
            # A killed child can't remove its temporary files: they are removed with this folder.
            own = kept.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True))
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._errors,
                start_new_session=True,
                env=importable(**_LEAN, TMPDIR=own),
            )
            self._kept = kept.pop_all()
        self._send({"limits": asdict(limits), "parent": os.getpid(), "imports": list(imports)})

    @property
    def is_waiting(self) -> bool:
        """Whether it lives. A process that crashed or was killed takes no job."""
        return self._process.poll() is None

    def run(self, job: Mapping[str, Any]) -> dict[str, Any]:
        """Have the job done, and the process ended.

        Args:
            job: JSON-ready input.

        Returns:
            The JSON object that the process answered.

        Raises:
            ProcessFailed: the process reached a limit or crashed.
        """
        with self._kept:
            try:
                line = json.dumps(dict(job)).encode() + b"\n"
                output, _ = self._process.communicate(line, timeout=self.limits.seconds)
            except subprocess.TimeoutExpired:
                raise ProcessFailed("timeout", f"over {self.limits.seconds:g} s") from None
            finally:
                _kill_session(self._process)
            stderr = tail(self._errors)
        if self._process.returncode:
            raise _failure(ProcessExit(self._process.returncode, stderr))
        try:
            answer: dict[str, Any] = json.loads(output)
        except ValueError:
            raise ProcessFailed("crashed", "it gave no answer") from None
        return answer

    def end(self) -> None:
        """End a process that gets no job."""
        with self._kept:
            _kill_session(self._process)

    def _send(self, line: Mapping[str, Any]) -> None:
        assert self._process.stdin is not None
        with contextlib.suppress(BrokenPipeError):  # its exit code says how it ended
            self._process.stdin.write(json.dumps(dict(line)).encode() + b"\n")
            self._process.stdin.flush()


Run = Callable[[Sequence[str], Mapping[str, Any], ProcessLimits], dict[str, Any]]
"""Has a job done by a process with the given command and limits."""


def run(command: Sequence[str], job: Mapping[str, Any], limits: ProcessLimits) -> dict[str, Any]:
    """Have a job done by a process of its own, as `Child.run`."""
    return Child(command, limits).run(job)


def tail(errors: IO[bytes], most: int = 16_000) -> str:
    """The last `most` bytes of a file as text."""
    errors.seek(max(0, errors.seek(0, os.SEEK_END) - most))
    return errors.read().decode("utf-8", "replace")


def _kill_session(child: subprocess.Popen[bytes]) -> None:
    """Kills the child and its descendants unless it has answered.

    The process group has the child's id, because the child leads a session; the id is not reused before it is waited for.
    """
    if child.returncode is None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.communicate()


def _failure(ended: ProcessExit) -> ProcessFailed:
    last = ended.last_line()
    how = f"{ended.how}: {last}" if last else ended.how
    if ended.out_of_memory:
        return ProcessFailed("memory", how)
    return ProcessFailed("timeout" if ended.out_of_time else "crashed", how)
