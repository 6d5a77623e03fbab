"""A job costs what it may and no more, and how it broke is told."""

from __future__ import annotations

import textwrap

import pytest

from sandbox import Broken, Limits, run

LIMITS = Limits(seconds=10, memory_bytes=400 * 2**20)


@pytest.fixture
def module(tmp_path, monkeypatch):
    """Makes a child module of this body."""
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))

    def make(body):
        source = "from sandbox import confined_job, reply\njob = confined_job()\n" + textwrap.dedent(body)
        (tmp_path / "a_job.py").write_text(source, encoding="utf-8")
        return "a_job"

    return make


def test_a_job_is_answered(module):
    assert run(module("reply({'twice': 2 * job['n']})"), {"n": 21}, LIMITS) == {"twice": 42}


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("import time; time.sleep(60)", "timeout"),
        ("x = bytearray(2**30)", "memory"),
        ("import os; os.abort()", "crashed"),
        ("raise SystemExit('no more')", "crashed"),
    ],
)
def test_how_it_broke_is_told(module, body, kind):
    limits = Limits(seconds=2, memory_bytes=400 * 2**20) if kind == "timeout" else LIMITS
    with pytest.raises(Broken) as broken:
        run(module(body), {}, limits)
    assert broken.value.kind == kind
    assert broken.value.how


def test_a_child_that_ends_without_an_answer_is_broken(module):
    with pytest.raises(Broken, match="no answer"):
        run(module("assert job == {}"), {}, LIMITS)
