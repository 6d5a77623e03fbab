"""The demo waits for its documents."""

from __future__ import annotations

import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from types import SimpleNamespace

import pytest

from orchestration.demo import pages, run
from orchestration.demo.shell import DemoError, Shell, Typing, failed


@dataclass(frozen=True)
class Answers(Shell):
    """A shell whose every answer lists documents with the next of these statuses."""

    statuses: tuple[str, ...]

    def ask(self, *words):
        return {"documents": [{"file_name": "a.csv", "doc_id": "1", "status": next(self.statuses)}]}


def waited(*statuses, ended=None):
    said = []
    shell = Answers({}, said.append, iter(statuses))
    servers = SimpleNamespace(poll=lambda: ended)
    return shell.wait_for_documents("automl", ["a.csv"], "uploaded", servers, 60), said


def test_documents_are_waited_for_and_told_once_each():
    found, said = waited("received", "uploaded")
    assert found == {"a.csv": "1"}
    assert [line.params["done"] for line in said] == [0, 1]


def test_notes_that_the_night_has_learnt_are_not_waited_for_again(monkeypatch, tmp_path):
    class Learnt(Shell):
        def ask(self, *words):
            names = [file.name for file in pages.SAMPLES.iterdir()]
            return {
                "documents": [
                    {
                        "file_name": name,
                        "doc_id": name,
                        "status": "learnt" if pages.is_note(name) else "extracted",
                    }
                    for name in names
                ]
            }

    monkeypatch.setattr(pages, "correct", lambda *_: None)
    read = pages.read_other_pages(Learnt({}, print), tmp_path, SimpleNamespace(poll=lambda: 0))
    assert pages.STATEMENT in read
    assert not [name for name in read if pages.is_note(name)]


@pytest.mark.parametrize(("status", "ended"), [("failed", None), ("received", 0)])
def test_a_document_that_fails_or_servers_that_end_stop_the_demo(status, ended):
    with pytest.raises(DemoError) as error:
        waited(status, ended=ended)
    assert "실패" in error.value.ko


def test_a_command_that_runs_beside_others_is_ended_with_the_demo(monkeypatch, tmp_path):
    begun = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE, text=True)
    night = Typing(Shell({}, print), ("ocr", "retrain"), begun)

    @contextmanager
    def servers(home):
        yield None, {}, ""

    def fail(*_):
        raise failed("saebyeok automl train", "no")

    monkeypatch.setattr(run.demo_pages, "read_notes", lambda *_: {})
    monkeypatch.setattr(run.demo_pages, "begin_night", lambda *_: night)
    monkeypatch.setattr(run.demo_pages, "drop_other_pages", lambda *_: None)
    monkeypatch.setattr(run, "fresh_saebyeok", servers)
    monkeypatch.setattr(run, "_profiles", lambda *_: {"a.csv": "1"})
    monkeypatch.setattr(run, "_models", fail)
    with pytest.raises(DemoError):
        run.run_demo(tmp_path, keep_running=False, on_progress=lambda _: None)
    assert begun.poll() is not None
