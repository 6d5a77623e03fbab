"""A home of one's own, for the demo and benchmarks, has nothing to do with the one the shell's settings are of."""

from __future__ import annotations

from orchestration.runtime.fresh_home import OF_ANOTHER_HOME, environment_of
from orchestration.settings import Settings


def test_samples_go_into_no_other_homes_database_or_store(tmp_path, monkeypatch):
    for name in OF_ANOTHER_HOME:
        monkeypatch.setenv(name, "another process's")
    monkeypatch.setenv("SAEBYEOK_LANGUAGE", "en")
    environment = environment_of(tmp_path / "home")
    assert not OF_ANOTHER_HOME & set(environment)
    assert environment["SAEBYEOK_LANGUAGE"] == "en"
    assert environment["SAEBYEOK_HOME"] == str(tmp_path / "home")


def test_they_are_settings_there_are():
    assert {name.removeprefix("SAEBYEOK_").lower() for name in OF_ANOTHER_HOME} <= set(Settings.model_fields)
