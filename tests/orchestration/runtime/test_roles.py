"""`saebyeok prepare` and `saebyeok run`: one process of the Procfile, with what `up` would give it."""

from __future__ import annotations

import fcntl
import subprocess
import sys

import pytest
import sqlalchemy as sa
import yaml
from click.testing import CliRunner

from orchestration.cli import main
from orchestration.cli.roles import run
from orchestration.cli.session import CliContext
from orchestration.runtime import migration_marks as marks
from orchestration.runtime import roles
from orchestration.runtime.errors import AlreadyRunning
from orchestration.runtime.home import process_environment
from orchestration.runtime.roles import Role, become, role_of
from orchestration.runtime.supervisor import PROCFILE, read_procfile
from orchestration.settings import Settings
from records.engine import open_engine

CODE_PORT = 4000


@pytest.fixture
def prepared(tmp_path):
    """A home as `prepare` leaves it, as far as roles look."""
    settings = Settings(home=tmp_path, code_host="code", host="0.0.0.0")
    settings.dagster_home.mkdir()
    server = {"host": "code", "port": CODE_PORT, "location_name": "saebyeok"}
    (settings.dagster_home / "workspace.yaml").write_text(
        yaml.safe_dump({"load_from": [{"grpc_server": server}]})
    )
    return settings


def test_the_roles_are_the_procfiles(prepared):
    procfile = read_procfile(PROCFILE, process_environment(prepared, code_port=CODE_PORT))
    assert list(run.params[0].type.choices) == list(procfile)
    for name, command in procfile.items():
        role = role_of(prepared, name)
        assert role.command == command
        assert role.environment == process_environment(prepared, code_port=CODE_PORT)
        assert role.folder == prepared.home


def test_the_code_server_listens_beyond_this_machine_only_where_others_are_to_reach_it(prepared, tmp_path):
    def bound(settings):
        command = role_of(settings, "code").command
        return command[command.index("--host") + 1], command[command.index("--port") + 1]

    assert bound(prepared) == ("0.0.0.0", str(CODE_PORT))
    assert bound(Settings(home=tmp_path, host="0.0.0.0")) == ("127.0.0.1", str(CODE_PORT))


def test_without_a_home_a_role_says_what_to_do_first(tmp_path):
    said = CliRunner().invoke(main, ["--home", str(tmp_path), "run", "console"])
    assert said.exit_code == 1
    assert "saebyeok prepare" in said.stderr


@pytest.mark.parametrize("command", [["prepare"], ["run", "daemon"]])
def test_without_its_databases_nothing_starts_and_the_remedy_is_said(
    prepared, three_databases, monkeypatch, command
):
    absent = sa.make_url(three_databases).set(database="not_made_yet")
    monkeypatch.setenv("SAEBYEOK_DATABASE_URL", absent.render_as_string(hide_password=False))
    said = CliRunner().invoke(main, ["--home", str(prepared.home), *command])
    assert said.exit_code == 1
    assert "not_made_yet_dagster" in said.stderr
    assert "saebyeok doctor --create" in said.stderr


@pytest.mark.parametrize("command", [["prepare"], ["run", "console"]])
def test_without_its_object_store_nothing_starts_and_what_to_look_at_is_said(
    prepared, s3, monkeypatch, command
):
    for name, value in {**s3.environment, "SAEBYEOK_STORE_URL": "s3://no-such-bucket/store"}.items():
        monkeypatch.setenv(name, value)
    said = CliRunner().invoke(main, ["--home", str(prepared.home), *command])
    assert said.exit_code == 1
    assert "s3://no-such-bucket/store" in said.stderr
    assert "AWS_ACCESS_KEY_ID" in said.stderr


@pytest.mark.parametrize(
    "command",
    [
        ["run", "console"],
        ["automl", "list"],
        ["user", "add", "me", "--link"],
        ["upgrade"],
        ["backup", "nowhere"],
    ],
)
def test_nothing_starts_or_is_written_on_databases_that_are_half_moved(
    prepared, three_databases, monkeypatch, command
):
    """The move that goes on empties them first: a document added meanwhile would be gone."""
    engine = open_engine(three_databases)
    marks.begin(engine, "/the/old/home")
    engine.dispose()
    monkeypatch.setenv("SAEBYEOK_DATABASE_URL", three_databases)
    said = CliRunner().invoke(main, ["--home", str(prepared.home), *command])
    assert said.exit_code == 1
    assert "/the/old/home" in said.stderr
    assert "saebyeok migrate-to" in said.stderr


def test_preparing_makes_a_home_and_notes_where_the_code_server_will_be(tmp_path, monkeypatch):
    made = {}

    def prepare_home(settings, *, code_port, take_over):
        made[settings.home] = code_port

    monkeypatch.setattr(roles, "prepare_home", prepare_home)
    monkeypatch.setenv("SAEBYEOK_CODE_PORT", "4567")
    home = tmp_path / "home"
    done = CliRunner().invoke(main, ["--home", str(home), "prepare"])
    assert done.exit_code == 0, done.output
    assert made == {home: 4567}
    assert (home.stat().st_mode & 0o777) == 0o700


def test_a_daemon_holds_the_homes_lock_as_long_as_it_lives_and_there_is_one(tmp_path):
    script = (
        "import sys; from pathlib import Path; from orchestration.runtime.roles import Role, become; home = Path(sys.argv[1]); "
        "become(Role('daemon', [sys.executable, '-c', 'print(\"up\", flush=True); input()'], {}, home), home)"
    )
    command = [sys.executable, "-c", script, str(tmp_path)]
    cli = CliContext(Settings(home=tmp_path))
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as daemon:
        assert daemon.stdout.readline() == b"up\n"
        assert cli.is_up()
        with pytest.raises(AlreadyRunning, match="already running"):
            become(Role("daemon", ["true"], {}, tmp_path), tmp_path)
        daemon.communicate(b"\n")
    assert daemon.returncode == 0
    assert not cli.is_up()


def test_what_a_script_puts_in_the_background_can_be_ended(tmp_path):
    """There SIGINT is ignored, and Dagster takes its handler for SIGTERM too."""
    script = (
        "import signal, sys; from pathlib import Path; from orchestration.runtime.roles import Role, become; "
        "signal.signal(signal.SIGINT, signal.SIG_IGN); "
        "ask = 'import signal; print(signal.getsignal(signal.SIGINT) is signal.default_int_handler)'; "
        "become(Role('code', [sys.executable, '-c', ask], {}, Path(sys.argv[1])), Path(sys.argv[1]))"
    )
    done = subprocess.run([sys.executable, "-c", script, str(tmp_path)], capture_output=True, text=True)
    assert done.stdout == "True\n", done.stderr


def test_up_and_a_daemon_of_its_own_exclude_each_other(prepared):
    with (prepared.home / "up.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(AlreadyRunning, match="already running"):
            become(role_of(prepared, "daemon"), prepared.home)


def test_mlflow_answers_to_the_names_it_is_reached_by(tmp_path):
    settings = Settings(
        home=tmp_path, mlflow_url="http://mlflow:5000", mlflow_public_url="https://mlflow.example.kr/"
    )
    environment = process_environment(settings, code_port=CODE_PORT)
    hosts = environment["SAEBYEOK_MLFLOW_ALLOWED_HOSTS"].split(",")
    assert {"mlflow:5000", "mlflow.example.kr", "127.0.0.1:*"} <= set(hosts)
    assert "*" not in hosts
    assert environment["MLFLOW_SERVER_CORS_ALLOWED_ORIGINS"] == "https://mlflow.example.kr"
