"""The language of help, headings and choices."""

from __future__ import annotations

import re

import click
import pytest
from click.testing import CliRunner

from domain.automl import DocumentStatus
from orchestration.cli import main
from orchestration.cli.help_texts import localized
from orchestration.cli.options import Labels
from records import migrate
from records.engine import open_engine

KOREAN = re.compile("[가-힣]")


@pytest.fixture
def english(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SAEBYEOK_LANGUAGE", "en")


def commands(group, *path):
    yield path
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from commands(command, *path, name)
        else:
            yield (*path, name)


@pytest.mark.parametrize("path", list(commands(main)), ids=" ".join)
def test_help_is_in_the_language_of_the_setting(path, english, monkeypatch):
    shown = CliRunner().invoke(main, [*path, "--help"])
    assert shown.exit_code == 0
    # 예 is a value of tables.
    assert KOREAN.findall(shown.output.replace("예", "")) == []
    monkeypatch.setenv("SAEBYEOK_LANGUAGE", "ko")
    _usage, purpose, *_options = CliRunner().invoke(main, [*path, "--help"]).output.split("\n\n")
    assert KOREAN.search(purpose)


def test_help_follows_the_settings_file_of_the_nearest_home(tmp_path, monkeypatch):
    (tmp_path / ".saebyeok").mkdir()
    (tmp_path / ".saebyeok" / "saebyeok.toml").write_text('language = "en"\n', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert KOREAN.search(CliRunner().invoke(main, ["--help"]).output) is None


def test_headings_are_in_the_language_of_the_setting(tmp_path, english, monkeypatch):
    migrate.upgrade(open_engine(f"sqlite:///{tmp_path / 'saebyeok.db'}"))
    command = ["--home", str(tmp_path), "user", "add", "kim", "--link"]
    assert CliRunner().invoke(main, command).exit_code == 0
    listed = CliRunner().invoke(main, ["--home", str(tmp_path), "user", "list"]).output
    assert "Last sign-in" in listed
    assert KOREAN.search(listed) is None
    monkeypatch.setenv("SAEBYEOK_LANGUAGE", "ko")
    assert "마지막 로그인" in CliRunner().invoke(main, ["--home", str(tmp_path), "user", "list"]).output


@pytest.mark.parametrize("value", ["데이터 확인", "data confirmed", "data_confirmed"])
def test_a_state_is_named_by_its_label_in_any_language_or_its_value(value):
    assert Labels(DocumentStatus).convert(value, None, None) is DocumentStatus.DATA_CONFIRMED


def test_an_unknown_state_names_those_there_are():
    with pytest.raises(click.BadParameter, match="데이터 확인"):
        Labels(DocumentStatus).convert("gone", None, None)


def test_localizing_leaves_the_command_as_it_is():
    before = main.help
    assert localized(main, "ko").help != before
    assert main.help == before
