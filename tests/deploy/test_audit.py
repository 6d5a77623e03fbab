"""`make audit` tells known vulnerabilities, and never takes silence for safety."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

AUDIT = Path(__file__).resolve().parents[2] / "deploy" / "audit.py"


@pytest.fixture(scope="module")
def audit():
    spec = importlib.util.spec_from_file_location("audit", AUDIT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


FINE = {"name": "click", "version": "8.5.1", "vulns": []}
BAD = {"name": "requests", "version": "2.31.0", "vulns": [{"id": "PYSEC-1", "fix_versions": ["2.32.0"]}]}
OPEN = {"name": "lmdb", "version": "1", "vulns": [{"id": "PYSEC-2", "fix_versions": []}]}
SKIPPED = {"name": "torch", "skip_reason": "not found"}
OWN = {"name": "saebyeok", "skip_reason": "editable"}


@pytest.mark.parametrize(
    ("dependencies", "code", "told"),
    [
        ([FINE, OWN], 0, "nothing is known of the 1 packages"),
        ([FINE, BAD], 1, "requests 2.31.0: PYSEC-1; mended in: 2.32.0"),
        ([OPEN, SKIPPED], 1, "lmdb 1: PYSEC-2; mended in: no release yet"),
        ([FINE, SKIPPED], 3, "1 of 2 packages could not be looked up: torch"),
        ([OWN], 3, "0 of 0"),
    ],
)
def test_a_report_is_told_with_its_exit_code(audit, dependencies, code, told):
    found, lines = audit.verdict({"dependencies": dependencies})
    assert found == code
    assert any(told in line for line in lines)


@pytest.mark.parametrize("report", [None, {"dependencies": [SKIPPED]}, {"dependencies": [FINE]}])
def test_an_index_that_knows_nothing_is_not_taken_for_good_news(audit, monkeypatch, capsys, report):
    asked = []

    def ask(arguments):
        asked.append(arguments)
        return report

    monkeypatch.setattr(audit, "ask", ask)
    assert audit.main("python") == 3
    assert len(asked) == 1, "nothing else is looked up then"
    assert "can't be reached" in capsys.readouterr().err
