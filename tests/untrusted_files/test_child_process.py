"""A job costs what it may and no more, and how it broke is told."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from untrusted_files import ProcessFailed, ProcessLimits, importable, module_command, run

LIMITS = ProcessLimits(seconds=60, memory_bytes=400 * 2**20)
SHORT = ProcessLimits(seconds=2, memory_bytes=400 * 2**20)


def child(work: str) -> tuple[str, ...]:
    """A child whose work, given `job`, is this expression."""
    return (sys.executable, "-c", f"from untrusted_files.worker import serve\nserve(lambda job: {work})")


def runs(pid: int) -> bool:
    """Whether it is there and no zombie."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return False
    return state.rsplit(")", 1)[1].split()[0] != "Z"


def wait_until(condition) -> bool:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.02)
    return False


def test_a_job_is_answered():
    assert run(child("{'twice': 2 * job['n'], 'word': job['word']}"), {"n": 21, "word": "새벽"}, LIMITS) == {
        "twice": 42,
        "word": "새벽",
    }


def test_a_module_that_lies_beside_us_is_found_from_anywhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a_job.py").write_text(
        "from untrusted_files.worker import serve\nserve(lambda job: {'seen': job})\n", encoding="utf-8"
    )
    assert run(module_command("a_job"), {"n": 1}, LIMITS) == {"seen": {"n": 1}}


def test_what_the_work_or_its_programs_print_is_no_part_of_the_answer():
    work = "[print('chatter'), __import__('os').system('echo more chatter'), {'n': 1}][-1]"
    assert run(child(work), {}, LIMITS) == {"n": 1}


@pytest.mark.parametrize(
    ("work", "kind", "word"),
    [
        ("bytearray(2**30)", "memory", "MemoryError"),
        ("__import__('os').kill(__import__('os').getpid(), 9)", "memory", "SIGKILL"),
        ("__import__('os').abort()", "crashed", "SIGABRT"),
        ("__import__('os').kill(__import__('os').getpid(), 24)", "timeout", "SIGXCPU"),
        ("__import__('sys').exit('no more')", "crashed", "exit 1: no more"),
        ("{}['자료']", "crashed", "KeyError: '자료'"),
    ],
)
def test_how_it_broke_is_told(work, kind, word):
    with pytest.raises(ProcessFailed) as broken:
        run(child(work), {}, LIMITS)
    assert broken.value.kind == kind
    assert word in broken.value.how


def test_a_child_that_takes_too_long_is_ended_with_all_it_started(tmp_path):
    noted = tmp_path / "pid"
    program = f"{sys.executable} -c 'import time; time.sleep(600)' & echo $! > {noted}; wait"
    with pytest.raises(ProcessFailed) as broken:
        run(child(f"__import__('os').system({program!r})"), {}, SHORT)
    assert broken.value.kind == "timeout"
    assert wait_until(lambda: not runs(int(noted.read_text())))


def test_a_program_that_outlives_a_crashed_child_holds_nobody_up():
    program = f"{sys.executable} -c 'import time; time.sleep(15)' &"
    work = f"[__import__('os').system({program!r}), __import__('os').abort()]"
    with pytest.raises(ProcessFailed) as broken:
        run(child(work), {}, ProcessLimits(seconds=10, memory_bytes=2**30))
    assert broken.value.kind == "crashed"


def test_a_child_that_ends_without_an_answer_is_broken():
    with pytest.raises(ProcessFailed, match="no answer"):
        run((sys.executable, "-c", "import sys; sys.stdin.read()"), {}, LIMITS)


def test_no_core_is_dumped_and_time_is_bounded():
    limits = "[__import__('resource').getrlimit(n)[0] for n in (4, 0, 2, 9)]"
    answer = run(child(f"{{'limits': {limits}}}"), {}, ProcessLimits(10, 300 * 2**20, mapped_bytes=2**20))
    assert answer["limits"] == [0, 161, 300 * 2**20, 303 * 2**20]


def test_a_child_ends_with_its_parent(tmp_path):
    noted = tmp_path / "pid"
    work = f"[open({str(noted)!r}, 'w').write(str(__import__('os').getpid())), __import__('time').sleep(600)]"
    parent = subprocess.Popen(
        (
            sys.executable,
            "-c",
            "from untrusted_files import ProcessLimits, run\n"
            f"run({child(work)!r}, {{}}, ProcessLimits(seconds=300, memory_bytes=400 * 2**20))",
        ),
        env=importable(),
    )
    try:
        assert wait_until(lambda: noted.exists() and noted.read_text())
        pid = int(noted.read_text())
        assert runs(pid)
        os.kill(parent.pid, signal.SIGKILL)
        parent.wait()
        assert wait_until(lambda: not runs(pid))
    finally:
        parent.kill()
        parent.wait()


def test_what_a_program_in_rust_says_of_its_end_is_told():
    said = "thread panicked: too many cells\\nnote: run with `RUST_BACKTRACE=1` environment variable"
    work = f"[print('{said}', file=__import__('sys').stderr, flush=True), __import__('os').abort()]"
    with pytest.raises(ProcessFailed, match=r"SIGABRT: thread panicked: too many cells$"):
        run(child(work), {}, LIMITS)


def test_a_killed_child_leaves_no_temporary_files(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    work = "[__import__('tempfile').mkdtemp(), __import__('os').kill(__import__('os').getpid(), 9)]"
    with pytest.raises(ProcessFailed):
        run(child(work), {}, LIMITS)
    assert run(child("{'at': __import__('tempfile').mkdtemp()}"), {}, LIMITS)["at"].startswith(str(tmp_path))
    assert list(tmp_path.iterdir()) == []
