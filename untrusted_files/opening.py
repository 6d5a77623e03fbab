"""Opening a file: the checks before its content is parsed, and the child process that parses it."""

from __future__ import annotations

import stat
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

from domain.messages import message_from_json
from untrusted_files.child_process import ProcessFailed, ProcessLimits, Run, module_command, run
from untrusted_files.refusals import FileRefused, Refusals, readable_size
from untrusted_files.signatures import DRM

_GIB = 1024**3


@dataclass(frozen=True)
class FileLimits:
    """Resource limits of reading one file.

    Attributes:
        max_bytes: size of the file, in bytes.
        max_memory_bytes: memory that the child process may allocate, in bytes. Pages of the mapped file, which the system
            can drop at any time, are not counted.
        max_seconds: wall time of the child process, in seconds.
    """

    max_bytes: int = 4 * _GIB
    max_memory_bytes: int = 2 * _GIB
    max_seconds: float = 600.0

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready; read by `from_dict`."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """What `to_dict` wrote."""
        return cls(**data)


def read_head(
    source: Path, name: str, limits: FileLimits, refuse: Refusals, *, size: int, follow_links: bool
) -> bytes:
    """The first bytes of a file that may be opened.

    Args:
        size: how many bytes.
        follow_links: whether a symbolic link to a file is one.

    Raises:
        FileRefused: it is no regular file, can't be read, is empty, too large, or encrypted by document security. Codes
            not_a_file, empty, too_large (with `size` and `limit`) and drm.
    """
    try:
        status = source.stat() if follow_links else source.lstat()
        if not stat.S_ISREG(status.st_mode):
            raise refuse("not_a_file", name)
        with source.open("rb") as stream:
            head = stream.read(size)
    except OSError as error:
        raise refuse("not_a_file", name) from error
    if status.st_size > limits.max_bytes:
        shown = readable_size(status.st_size), readable_size(limits.max_bytes)
        raise refuse("too_large", name, size=shown[0], limit=shown[1])
    if not head.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise refuse("empty", name)
    if head.startswith(DRM):
        raise refuse("drm", name)
    return head


def call_in_subprocess(
    function: str,
    job: Mapping[str, Any],
    limits: ProcessLimits,
    *,
    command: tuple[str, ...] | None = None,
    run: Run = run,
) -> Any:
    """Call a function in a child process.

    Args:
        function: as `module:name`; takes the job and gives a JSON-ready answer.
        job: JSON-ready input.
        limits: of the process.
        command: started instead of `untrusted_files.worker`.
        run: starts the process and has the job done.

    Raises:
        FileRefused: the function raised it.
        ProcessFailed: the process reached a limit or crashed.
    """
    answer = run(command or module_command("untrusted_files.worker", function), job, limits)
    if "refused" in answer:
        raise FileRefused(message_from_json(answer["refused"]["message"]), code=answer["refused"]["code"])
    return answer["answer"]


def read_in_subprocess(
    function: str,
    source: Path,
    out_dir: Path,
    *,
    name: str,
    limits: FileLimits,
    refuse: Refusals,
    options: Mapping[str, Any] | None = None,
    command: tuple[str, ...] | None = None,
    run: Run = run,
) -> Any:
    """Read a file in a child process, so that a crash, a bomb or an endless loop affects only this file.

    Args:
        function: as `module:name`. Its job has the keys `source`, `out_dir`, `name`, `limits` and those of `options`.
        source: the file; its name on disk is not used.
        out_dir: an existing folder for the files that the function writes; on refusal it stays as it was.
        name: what people call the file; only shown.
        options: further JSON-ready input.
        command: started instead of `untrusted_files.worker`.
        run: starts the process and has the job done.

    Returns:
        What the function returned.

    Raises:
        FileRefused: the function refused the file, or the process failed (codes memory, timeout and crashed).
    """
    # The readers map the file into memory.
    mapped = source.stat().st_size if source.is_file() else 0
    process_limits = ProcessLimits(limits.max_seconds, limits.max_memory_bytes, mapped)
    with tempfile.TemporaryDirectory(prefix=".reading-", dir=out_dir) as work:
        job = {
            **(options or {}),
            "source": str(source.absolute()),
            "out_dir": work,
            "name": name,
            "limits": limits.to_dict(),
        }
        try:
            answer = call_in_subprocess(function, job, process_limits, command=command, run=run)
        except ProcessFailed as failed:
            if failed.kind == "memory":
                raise refuse("memory", name, limit=readable_size(limits.max_memory_bytes)) from failed
            if failed.kind == "timeout":
                raise refuse("timeout", name, seconds=f"{limits.max_seconds:g}") from failed
            raise refuse("crashed", name, how=failed.how) from failed
        for written in Path(work).iterdir():
            written.replace(out_dir / written.name)
    return answer
