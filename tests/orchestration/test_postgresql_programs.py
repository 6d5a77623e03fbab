"""PostgreSQL's programs get the database by their command line and its password by their environment."""

from __future__ import annotations

import pytest

from orchestration import postgresql_programs
from orchestration.cli.group import Said
from orchestration.postgresql_programs import run_program

URL = "postgresql+psycopg2://me:s3%40cret@db.example:5433/rows?sslmode=require"


@pytest.fixture
def program(tmp_path, monkeypatch):
    """One that writes down how it was called, and fails."""
    path = tmp_path / "pg_dump"
    path.write_text(
        f'#!/bin/sh\nprintf "%s\\n" "$@" "$PGPASSWORD" > {tmp_path}/called\necho no >&2\nexit 1\n'
    )
    path.chmod(0o755)
    monkeypatch.setattr(postgresql_programs, "find_program", lambda name: path)
    return tmp_path / "called"


@pytest.mark.parametrize(
    "url", [URL, "postgresql+psycopg2://me@db.example:5433/rows?password=s3%40cret&sslmode=require"]
)
def test_no_password_stands_on_a_command_line(program, url):
    """Everybody on the machine can read it there."""
    with pytest.raises(Said, match="pg_dump failed on the database 'rows': no"):
        run_program("pg_dump", url, "--verbose")
    *words, password = program.read_text(encoding="utf-8").splitlines()
    assert words == [
        "--no-password",
        "--dbname=postgresql://me@db.example:5433/rows?sslmode=require",
        "--verbose",
    ]
    assert password == "s3@cret"
