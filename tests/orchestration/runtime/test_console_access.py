"""The first person's link, the secret of a home, and `saebyeok user`."""

from __future__ import annotations

import shutil
import stat

import pytest
from click.testing import CliRunner

from console.passwords import is_right
from orchestration.cli import main
from orchestration.runtime.console_access import console_address, console_secret
from orchestration.settings import Settings, load_settings
from records.access import users
from records.engine import open_engine, reading, transaction


@pytest.fixture
def home(migrated_file, tmp_path):
    settings = Settings(home=tmp_path)
    shutil.copyfile(migrated_file, tmp_path / "saebyeok.db")
    engine = open_engine(settings.effective_database_url)
    yield settings, engine
    engine.dispose()


def _user(home, *arguments: str, typed: str = ""):
    settings, _ = home
    return CliRunner().invoke(main, ["--home", str(settings.home), "user", *arguments], input=typed)


def test_each_start_gives_a_new_link_until_somebody_has_a_password(home, now):
    settings, engine = home
    first, second = console_address(settings).en, console_address(settings).en
    assert first != second
    with transaction(engine) as session:
        for line in (first, second):
            admin = users.use_link(session, line.split("key=")[1], now=now)
            assert (admin.name, admin.role) == ("admin", "admin")
        users.set_password(session, admin, "hashed")
    assert "key=" not in console_address(settings).en


def test_the_secret_is_made_once_and_its_owners_alone(home):
    settings, _ = home
    assert console_secret(settings) == console_secret(settings)
    assert len(console_secret(settings)) > 40
    assert stat.S_IMODE((settings.home / "console.secret").stat().st_mode) == 0o600
    assert [path.name for path in settings.home.glob(".console*")] == []


def test_users_are_added_changed_listed_and_disabled(home):
    _, engine = home
    done = _user(home, "add", "김새벽", "--password-stdin", typed="아주 긴 비밀번호입니다\n")
    assert done.exit_code == 0, done.output
    assert (
        _user(
            home, "add", "lee", "--role", "viewer", "--password-stdin", typed="another long one\n"
        ).exit_code
        == 0
    )
    with reading(engine) as session:
        kim, lee = users.get(session, "김새벽"), users.get(session, "lee")
    assert (kim.role, lee.role) == ("editor", "viewer")
    assert is_right("아주 긴 비밀번호입니다", kim.password_hash)
    assert not is_right("아주 긴 비밀번호", kim.password_hash)
    assert "김새벽" in _user(home, "list").output
    assert _user(home, "disable", "lee").exit_code == 0
    with reading(engine) as session:
        assert users.find(session, "lee") is None


def test_who_forgot_their_password_gets_a_link_and_chooses_a_new_one(home):
    _, engine = home
    _user(home, "add", "lee", "--password-stdin", typed="a long password\n")
    assert "key=" in _user(home, "add", "lee", "--link").output
    with reading(engine) as session:
        assert users.get(session, "lee").password_hash is None


def test_a_secret_that_is_set_is_used_and_none_is_kept(home, monkeypatch):
    settings, _ = home
    monkeypatch.setenv("SAEBYEOK_CONSOLE_SECRET", "s" * 40)
    assert console_secret(load_settings(settings.home)) == "s" * 40
    assert not (settings.home / "console.secret").exists()


@pytest.mark.parametrize(
    ("arguments", "typed", "why"),
    [
        (("add", "kim", "--password-stdin"), "short\n", "10"),
        (("add", "a b", "--link"), "", "80"),
        (("disable", "unknown"), "", "unknown"),
    ],
)
def test_what_no_account_can_be_is_refused_in_a_sentence(home, arguments, typed, why):
    done = _user(home, *arguments, typed=typed)
    assert done.exit_code != 0
    assert why in done.output
    assert "Traceback" not in done.output


def test_a_link_is_made_for_an_account_without_a_password(home, now):
    settings, engine = home
    link = _user(home, "add", "park", "--role", "admin", "--link").output.strip()
    assert link.startswith(f"http://127.0.0.1:{settings.console_port}/sign-in?key=")
    with transaction(engine) as session:
        assert users.use_link(session, link.split("key=")[1], now=now).name == "park"
