"""A forkserver that nothing uses ends itself, and only then."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
import time
from pathlib import Path


def test_a_forkserver_ends_once_it_is_idle_and_not_while_its_child_works():
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])}
    found = subprocess.run(
        [sys.executable, __file__], env=environment, capture_output=True, text=True, check=True, timeout=60
    )
    assert found.stdout.split() == ["0", "0", "another"]


def _tell_parent(end, seconds):
    time.sleep(seconds)
    end.send(os.getppid())


def _used(context, seconds):
    """How a child ended that worked for so long, and the forkserver it had."""
    ours, theirs = context.Pipe()
    process = context.Process(target=_tell_parent, args=(theirs, seconds))
    process.start()
    process.join()
    return process.exitcode, ours.recv()


def _main():
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.orchestration.runtime.ends_soon"])
    code, first = _used(context, 2.5)
    while (
        Path(f"/proc/{first}/exe").exists()
        and "Z" not in Path(f"/proc/{first}/stat").read_text().rsplit(")", 1)[1]
    ):
        time.sleep(0.1)
    code_again, second = _used(context, 0)
    sys.stdout.write(f"{code} {code_again} {'another' if first != second else 'the same'}")


if __name__ == "__main__":
    _main()
