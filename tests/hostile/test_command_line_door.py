"""Bad inputs named on the command line: added, and read by the one-shots; each ends in a sentence, and stays where it is."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from orchestration.cli import main
from tests.hostile.case import Case, Read, Refused
from tests.hostile.conftest import House
from tests.hostile.corpus import PAGES, TABLES
from tests.hostile.judge import sha256

pytestmark = pytest.mark.slow


@dataclass
class Shell:
    """Where commands are typed, and the folder of what they are given."""

    house: House
    folder: Path
    _read: list[Result] = field(default_factory=list)

    def type(self, *words: object) -> Result:
        done = CliRunner().invoke(main, ["--home", str(self.house.home), *map(str, words)])
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        assert "Traceback" not in done.output
        return done

    def path(self, case: Case) -> Path:
        return self.folder / case.file_name

    def read_pages(self) -> Result:
        """All of the corpus' pages, read at once."""
        if not self._read:
            self._read.append(self.type("ocr", "read", "--format", "json", *map(self.path, PAGES)))
        return self._read[0]


@pytest.fixture(scope="module")
def shell(house: House) -> Shell:
    folder = house.root / "brought"
    folder.mkdir()
    for case in (*TABLES, *PAGES):
        (folder / case.file_name).write_bytes(case.content)
    return Shell(house, folder)


def refused(done: Result, case: Case) -> None:
    assert isinstance(case.outcome, Refused)
    said = next(line for line in done.stderr.splitlines() if case.file_name in line)
    assert case.outcome.ko in said
    assert re.search(r"[.] .*[.]$", said), said
    assert done.exit_code == 2


@pytest.mark.parametrize("case", TABLES, ids=str)
def test_a_table_is_profiled_or_refused(shell, case):
    done = shell.type("automl", "profile", shell.path(case), "--format", "json")
    if isinstance(case.outcome, Read):
        assert done.exit_code == 0, done.output
        found = json.loads(done.stdout)
        if case.outcome.rows is not None:
            assert found["rows"] == case.outcome.rows
    elif case.outcome.by_intake:
        assert (done.exit_code, done.stderr.count("\n")) == (2, 1)
    else:
        assert (done.stdout, done.stderr.count("\n")) == ("", 1)
        refused(done, case)


def test_pages_are_read_or_refused_together(shell):
    done = shell.read_pages()
    assert done.exit_code == 2
    names = {re.sub(r"#\d+$", "", name) for name in json.loads(done.stdout)} - {"_dpi"}
    assert names == {case.file_name for case in PAGES if isinstance(case.outcome, Read)}


@pytest.mark.parametrize(
    "case", [c for c in PAGES if isinstance(c.outcome, Refused) and not c.outcome.by_intake], ids=str
)
def test_a_refused_document_is_told_by_name(shell, case):
    refused(shell.read_pages(), case)


@pytest.mark.parametrize("command", ["automl", "ocr"])
def test_what_is_added_is_kept_and_stays_where_it_was(shell, command):
    cases = TABLES if command == "automl" else PAGES
    for case in cases:
        done = shell.type(command, "add", "--no-wait", shell.path(case))
        if isinstance(case.outcome, Refused) and case.outcome.by_intake:
            refused(done, case)
        else:
            assert done.exit_code == 0, done.output
            assert re.fullmatch(r"\d{15}\n", done.stdout)
        assert sha256(shell.path(case).read_bytes()) == sha256(case.content)
    kept = shell.house.tables() if command == "automl" else shell.house.pages()
    for case in cases:
        if not (isinstance(case.outcome, Refused) and case.outcome.by_intake):
            assert kept[case.file_name].kept == sha256(case.content)


@pytest.mark.parametrize("name", ["csv-drm-2", "excel-locked-xlsx", "csv-header-only"])
def test_the_sentence_is_in_the_language_of_the_settings(shell, monkeypatch, name):
    case = next(case for case in TABLES if case.name == name)
    monkeypatch.setenv("SAEBYEOK_LANGUAGE", "en")
    done = shell.type("automl", "profile", shell.path(case))
    assert case.outcome.en in done.stderr
    assert not re.search("[가-힣]", done.stderr.replace(case.file_name, ""))


def test_a_table_is_shown_as_it_is_called(shell):
    case = next(case for case in TABLES if case.name == "csv-markup-in-names")
    done = shell.type("automl", "profile", shell.path(case))
    assert done.exit_code == 0, done.output
    for name in ("무게[kg]", "[/b]"):
        assert name in done.stdout
    assert "\x1b" not in done.stdout


def test_nothing_else_is_written_or_left(shell):
    brought = {f"brought/{case.file_name}" for case in (*TABLES, *PAGES)}
    assert set(shell.house.outside()) - brought == {"precious.txt"}
