"""The three databases on PostgreSQL are made once, and every way they can't be is a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from orchestration.cli import main
from orchestration.runtime.databases import DatabaseTrouble, create_missing, missing, names, refuse_unwritable
from orchestration.runtime.errors import NotReady
from orchestration.runtime.ports import free_port
from orchestration.runtime.up import run_up
from orchestration.settings import load_settings


@pytest.fixture
def admin(postgresql_url):
    engine = sa.create_engine(postgresql_url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield connection
    engine.dispose()


@pytest.fixture
def fresh_url(postgresql_url, admin, request):
    """A URL of which no database is there yet; they are dropped afterwards."""
    name = f"새벽 {abs(hash(request.node.nodeid)) % 10**6}"
    yield sa.make_url(postgresql_url).set(database=name).render_as_string(hide_password=False)
    for ending in ("", "_dagster", "_mlflow"):
        admin.execute(sa.text(f'DROP DATABASE IF EXISTS "{name}{ending}" WITH (FORCE)'))


def as_role(url, name, password=None):
    return sa.make_url(url).set(username=name, password=password).render_as_string(hide_password=False)


def test_what_is_missing_is_made_once_in_utf_8(fresh_url, admin):
    absent = missing(fresh_url)
    assert len(absent) == 3
    assert create_missing(fresh_url) == absent
    assert missing(fresh_url) == []
    assert create_missing(fresh_url) == []
    encodings = admin.execute(
        sa.text("SELECT pg_encoding_to_char(encoding), datcollate FROM pg_database WHERE datname = ANY(:n)"),
        {"n": absent},
    ).all()
    assert encodings == [("UTF8", "C")] * 3


def test_doctor_says_what_is_missing_and_makes_it_when_asked(fresh_url, tmp_path, monkeypatch):
    monkeypatch.setenv("SAEBYEOK_DATABASE_URL", fresh_url)
    name = sa.make_url(fresh_url).database
    words = ["--home", str(tmp_path), "doctor", "--format", "json"]
    before = CliRunner().invoke(main, words)
    assert f"missing: {name}, {name}_dagster, {name}_mlflow" in before.stdout
    assert "doctor --create" in before.stdout
    after = CliRunner().invoke(main, [*words, "--create"])
    assert f"만든 데이터베이스: {name}, {name}_dagster, {name}_mlflow" in after.stderr
    assert "missing" not in after.stdout


def test_up_with_missing_databases_says_what_to_run(fresh_url, tmp_path, monkeypatch):
    monkeypatch.setenv("SAEBYEOK_DATABASE_URL", fresh_url)
    for name in ("CONSOLE", "DAGSTER", "MLFLOW"):
        monkeypatch.setenv(f"SAEBYEOK_{name}_PORT", str(free_port()))
    with pytest.raises(NotReady, match=r"missing: .*doctor --create"):
        run_up(load_settings(tmp_path), print)


def test_a_server_that_is_not_there_is_named():
    port = free_port()
    with pytest.raises(DatabaseTrouble, match=rf"127\.0\.0\.1:{port} can't be reached"):
        missing(f"postgresql+psycopg2://me:s3cret@127.0.0.1:{port}/saebyeok")


def test_a_wrong_password_is_said_without_telling_it(postgresql_url, admin):
    rules = Path(admin.scalar(sa.text("SHOW hba_file")))
    before = rules.read_text()
    admin.execute(sa.text("CREATE ROLE guarded LOGIN PASSWORD 'right' CREATEDB"))
    rules.write_text(f"host all guarded 127.0.0.1/32 scram-sha-256\n{before}")
    admin.execute(sa.text("SELECT pg_reload_conf()"))
    try:
        with pytest.raises(DatabaseTrouble) as refused:
            missing(as_role(postgresql_url, "guarded", "wr0ng"))
        assert len(missing(as_role(postgresql_url, "guarded", "right"))) == 2
    finally:
        rules.write_text(before)
        admin.execute(sa.text("SELECT pg_reload_conf()"))
        admin.execute(sa.text("DROP ROLE guarded"))
    for said in (refused.value.ko, refused.value.en):
        assert "'guarded'" in said
        assert "database_url" in said
        assert "wr0ng" not in said


def test_a_role_that_may_not_make_databases_is_told_what_to_ask_for(fresh_url, admin):
    admin.execute(sa.text("CREATE ROLE plain LOGIN"))
    try:
        with pytest.raises(DatabaseTrouble) as refused:
            create_missing(as_role(fresh_url, "plain"))
    finally:
        admin.execute(sa.text("DROP ROLE plain"))
    name = sa.make_url(fresh_url).database
    for ending in ("", "_dagster", "_mlflow"):
        assert f'CREATE DATABASE "{name}{ending}"' in refused.value.en
    assert 'OWNER "plain"' in refused.value.en


@pytest.fixture
def another_roles(fresh_url, admin):
    """The URL of three databases that were made by an administrator, and of a role that owns none of them."""
    create_missing(fresh_url)
    admin.execute(sa.text("CREATE ROLE tenant LOGIN"))
    yield as_role(fresh_url, "tenant")
    for name in names(fresh_url):
        admin.execute(sa.text(f'DROP DATABASE "{name}" WITH (FORCE)'))
    admin.execute(sa.text("DROP ROLE tenant"))


def test_databases_of_another_role_are_told_with_what_to_ask_for(another_roles, tmp_path, monkeypatch):
    monkeypatch.setenv("SAEBYEOK_DATABASE_URL", another_roles)
    wanted = [f'ALTER DATABASE "{name}" OWNER TO "tenant"' for name in names(another_roles)]
    for words in (["prepare"], ["doctor", "--format", "json"]):
        done = CliRunner().invoke(main, ["--home", str(tmp_path / "home"), *words])
        assert done.exit_code == 1
        said = done.output.replace('\\"', '"')
        assert all(statement in said for statement in wanted), said
    with pytest.raises(DatabaseTrouble, match="ALTER DATABASE"):
        refuse_unwritable(another_roles)


def test_databases_of_ones_own_can_be_written(another_roles, admin):
    for name in names(another_roles):
        admin.execute(sa.text(f'ALTER DATABASE "{name}" OWNER TO tenant'))
    refuse_unwritable(another_roles)


def test_a_server_that_can_only_be_read_is_told(fresh_url, admin):
    create_missing(fresh_url)
    name = sa.make_url(fresh_url).database
    admin.execute(sa.text(f'ALTER DATABASE "{name}_dagster" SET default_transaction_read_only = on'))
    with pytest.raises(DatabaseTrouble, match=rf"'{name}_dagster'.*can only be read"):
        refuse_unwritable(fresh_url)


def test_a_database_that_cannot_hold_korean_is_refused(fresh_url, admin):
    name = sa.make_url(fresh_url).database
    admin.execute(
        sa.text(
            f"CREATE DATABASE \"{name}_mlflow\" TEMPLATE template0 ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C'"
        )
    )
    with pytest.raises(DatabaseTrouble, match=rf"{name}_mlflow.*LATIN1"):
        create_missing(fresh_url)
