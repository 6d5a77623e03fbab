"""Short commands import no library that takes longer to import than they take to run."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

DATABASE = {"alembic", "sqlalchemy"}
NUMERICAL = {"numpy", "pandas", "polars", "pyarrow"}
SERVERS = {"dagster", "fastapi", "mlflow"}


def imported(*words: object) -> set[str]:
    """The modules that a command imports, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "orchestration", *map(str, words)],
        capture_output=True,
        text=True,
        check=True,
    )
    found = re.findall(r"^import time: .*\| +(\S+)$", done.stderr, re.MULTILINE)
    assert "click" in found
    return set(found)


def test_help_imports_neither_settings_nor_database():
    heavy = {"pydantic", "pydantic_settings"} | DATABASE | NUMERICAL | SERVERS
    assert imported("--help") & heavy == set()


@pytest.mark.parametrize("group", ["automl", "ocr", "user"])
def test_the_help_of_a_group_imports_no_database(group):
    assert imported(group, "--help") & (DATABASE | NUMERICAL | SERVERS) == set()


def test_a_list_of_a_current_home_imports_no_migrations(counter):
    found = imported("--home", counter.home, "automl", "list")
    assert "sqlalchemy" in found
    assert found & ({"alembic", "filelock", "psutil", "upath"} | NUMERICAL | SERVERS) == set()


@pytest.mark.parametrize(
    "words",
    [("automl", "add", "--no-wait", "{table}"), ("ocr", "networks")],
    ids=["automl add", "ocr networks"],
)
def test_commands_that_bring_or_fetch_files_import_no_dagster(counter, tmp_path, words):
    table = tmp_path / "table.csv"
    table.write_text("price,sold\n" + "".join(f"{n},{n % 3}\n" for n in range(20)), encoding="utf-8")
    named = [word.format(table=table) for word in words]
    found = imported("--home", counter.home, *named)
    assert "store.files" in found
    assert found & (NUMERICAL | SERVERS) == set()


def test_a_profile_imports_neither_pandas_nor_a_database(tmp_path):
    table = tmp_path / "table.csv"
    table.write_text("price,sold\n" + "".join(f"{n},{n % 3 or ''}\n" for n in range(20)), encoding="utf-8")
    found = imported("automl", "profile", table)
    assert "pyarrow" in found
    assert found & ({"pandas", "pyarrow.compute", "sklearn"} | DATABASE | SERVERS) == set()
