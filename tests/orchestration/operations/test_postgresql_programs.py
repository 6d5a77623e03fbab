"""PostgreSQL's programs get the database by their command line and its password by their environment."""

from __future__ import annotations

import pytest

from orchestration.operations import postgresql_programs
from orchestration.operations.errors import OperationFailed
from orchestration.operations.postgresql_programs import run_program

URL = "postgresql+psycopg2://me:s3%40cret@db.example:5433/rows?sslmode=require"


def saying(folder, monkeypatch, *lines):
    """A program that fails with these lines."""
    path = folder / "pg_restore"
    path.write_text("#!/bin/sh\ncat >&2 <<'END'\n" + "\n".join(lines) + "\nEND\nexit 1\n")
    path.chmod(0o755)
    monkeypatch.setattr(postgresql_programs, "find_program", lambda name: path)


def test_why_it_failed_is_told_and_not_the_end_of_the_statement(tmp_path, monkeypatch):
    saying(
        tmp_path,
        monkeypatch,
        "pg_restore: while PROCESSING TOC:",
        "pg_restore: error: could not execute query: ERROR:  permission denied for schema public",
        "Command was: CREATE TABLE one (",
        "    a integer",
        ");",
    )
    with pytest.raises(OperationFailed, match=r"permission denied for schema public$"):
        run_program("pg_restore", URL)


def test_a_program_older_than_the_server_says_what_to_install(tmp_path, monkeypatch):
    saying(
        tmp_path,
        monkeypatch,
        "pg_dump: error: aborting because of server version mismatch",
        "pg_dump: detail: server version: 17.2; pg_dump version: 15.9 (Debian 15.9-0+deb12u1)",
    )
    with pytest.raises(OperationFailed, match=r"server version: 17\.2.*not older than the server") as failed:
        run_program("pg_restore", URL)
    assert "postgresql-client" in failed.value.ko


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
    with pytest.raises(OperationFailed, match="pg_dump failed on the database 'rows': no"):
        run_program("pg_dump", url, "--verbose")
    *words, password = program.read_text(encoding="utf-8").splitlines()
    assert words == [
        "--no-password",
        "--dbname=postgresql://me@db.example:5433/rows?sslmode=require",
        "--verbose",
    ]
    assert password == "s3@cret"
