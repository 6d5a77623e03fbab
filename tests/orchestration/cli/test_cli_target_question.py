"""`saebyeok automl target` and `fit` ask at a terminal whether a target is classes or numbers."""

from __future__ import annotations

import json

import polars as pl
import pytest
from click.testing import CliRunner

from domain.automl import DocumentStatus
from domain.requests import RequestKind
from orchestration.cli import main, target_question
from records import documents
from records.tables import ColumnInfo
from work_requests import request_lists


@pytest.fixture
def terminal(monkeypatch):
    """A person who can answer."""

    class Terminal:
        @staticmethod
        def isatty() -> bool:
            return True

    class FakeSys:
        stdin = stderr = Terminal

    monkeypatch.setattr(target_question, "sys", FakeSys)


@pytest.fixture
def scores(tmp_path):
    path = tmp_path / "scores.csv"
    pl.DataFrame({"x": [n % 7 for n in range(60)], "score": [1 + n % 3 for n in range(60)]}).write_csv(path)
    return path


def fit(path, *words, typed=""):
    given = ["automl", "fit", str(path), "--target", "score", "--models", "decision_tree", *words]
    return CliRunner().invoke(main, given, input=typed)


@pytest.mark.parametrize(("typed", "task"), [("1\n", "classification"), ("2\n", "regression")])
def test_fit_asks_and_leaves_the_output_to_programs(terminal, scores, typed, task):
    done = fit(scores, "--format", "json", typed=typed)
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["task"] == task
    assert "등급으로 분류" in done.stderr
    assert "1 (20), 2 (20), 3 (20)" in done.stderr


def test_nothing_is_taken_for_an_answer_but_one_of_the_choices(terminal, scores):
    done = fit(scores, "--format", "json", typed="\n3\n2\n")
    assert json.loads(done.stdout)["task"] == "regression"
    assert fit(scores, typed="").exit_code == 1  # the end of the input


def test_without_a_terminal_it_is_decided_and_said(scores):
    as_json = fit(scores, "--format", "json")
    assert json.loads(as_json.stdout)["task"] == "classification"
    assert "--task" in as_json.stderr
    assert "--task" in fit(scores).stdout


def test_who_names_the_task_is_not_asked(terminal, scores):
    done = fit(scores, "--task", "regression", "--format", "json")
    assert done.exit_code == 0, done.output
    assert "등급으로 분류" not in done.stderr


@pytest.fixture
def graded(counter):
    """The command line's document, with a grade that may be either."""
    with counter.cli.transaction() as session:
        documents.get(session, counter.doc).status = DocumentStatus.DATA_CONFIRMED
        session.add(
            ColumnInfo(
                doc_id=counter.doc,
                column_no=9,
                key="c0009",
                label="grade",
                type="integer",
                missing=0,
                distinct=3,
                profile={"few_numbers": [[1, 20], [2, 20], [3, 20]]},
                parsing={},
            )
        )
    return counter


def asked_tasks(counter):
    with counter.cli.reading() as session:
        found = request_lists.newest_first(session, counter.doc, RequestKind.TARGET)
        return [request.params.get("task") for request in found]


def test_target_without_a_terminal_says_how_it_is_decided(graded):
    done = graded.type("target", graded.doc, "grade", "--no-wait")
    assert "--task" in done.stderr
    assert asked_tasks(graded) == [None]


def test_target_asks_once(graded, terminal):
    done = graded.type("target", graded.doc, "grade", "--no-wait", answers="2\n")
    assert done.exit_code == 0, done.output
    again = graded.type("target", graded.doc, "grade", "--no-wait")
    assert again.exit_code == 0, again.output
    assert set(asked_tasks(graded)) == {"regression"}
