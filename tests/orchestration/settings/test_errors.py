"""A setting that can't be used is one sentence: which, its value, the remedy, in the person's language."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from orchestration.cli import main
from orchestration.settings import Settings, load_settings, make_folder
from orchestration.settings.errors import SettingsError


def one_sentence(done) -> str:
    """What a refused command says: nothing but a line, and exit code 2."""
    assert (done.exit_code, done.stdout) == (2, "")
    (line,) = done.stderr.strip().splitlines()
    return line


BAD_VALUES = [
    ("dagster_port", "abc", "1 이상 65535 이하의 정수", "a whole number from 1 to 65535"),
    ("mlflow_port", "70000", "1 이상 65535 이하의 정수", "a whole number from 1 to 65535"),
    ("max_concurrent_runs", "1", "2 이상의 정수", "a whole number of 2 or more"),
    ("settle_seconds", "inf", "0 이상의 수", "a number of 0 or more"),
    ("time_zone", "Asia/Seol", "Asia/Seoul", "Asia/Seoul"),
    ("time_zone", "Asia", "Asia/Seoul", "Asia/Seoul"),
    ("time_zone", "../../etc/passwd", "Asia/Seoul", "Asia/Seoul"),
    ("database_url", "mysql://host/records", "postgresql+psycopg2://", "postgresql+psycopg2://"),
    ("console_public_url", "saebyeok.example.kr", "https://이름", "https://NAME"),
    ("mlflow_public_url", "https://example.kr/mlflow", "https://이름", "https://NAME"),
    ("console_proxies", "10.0.0.300", "172.16.0.0/12", "172.16.0.0/12"),
]


@pytest.mark.parametrize(("name", "value", "ko", "en"), BAD_VALUES)
def test_a_bad_value_in_the_environment_names_itself_and_the_remedy(
    tmp_path, monkeypatch, name, value, ko, en
):
    monkeypatch.setenv(f"SAEBYEOK_{name.upper()}", value)
    for language, remedy in (("ko", ko), ("en", en)):
        monkeypatch.setenv("SAEBYEOK_LANGUAGE", language)
        said = one_sentence(CliRunner().invoke(main, ["--home", str(tmp_path), "automl", "list"]))
        for part in (name, value, f"SAEBYEOK_{name.upper()}", remedy):
            assert part in said
        assert ("설정" in said) == (language == "ko")


BROKEN_FILES = {
    "unknown": (b'language = "en"\ndagstr_port = 4000\n', ("dagstr_port", "4000", "dagster_port")),
    "out of range": (b'language = "en"\ndagster_port = 0\n', ("dagster_port", "'0'", "from 1 to 65535")),
    "no TOML": (b'language = "en"\ndagster_port =\n', ("line 2", "TOML")),
    "no UTF-8": ('language = "en"\n# 포트\n'.encode("cp949"), ("UTF-8",)),
}


@pytest.mark.parametrize("case", BROKEN_FILES)
def test_a_broken_file_is_named_in_the_language_it_asks_for(tmp_path, monkeypatch, case):
    monkeypatch.delenv("SAEBYEOK_LANGUAGE", raising=False)
    content, parts = BROKEN_FILES[case]
    path = tmp_path / "saebyeok.toml"
    path.write_bytes(content)
    said = one_sentence(CliRunner().invoke(main, ["--home", str(tmp_path), "doctor"]))
    for part in (str(path), *parts):
        assert part in said
    assert "고치세요" not in said


def test_a_language_that_is_none_is_refused_in_korean(tmp_path, monkeypatch):
    monkeypatch.setenv("SAEBYEOK_LANGUAGE", "fr")
    said = one_sentence(CliRunner().invoke(main, ["--home", str(tmp_path), "doctor"]))
    assert "SAEBYEOK_LANGUAGE에서 고치세요" in said


def test_a_secret_that_is_too_short_is_not_told(tmp_path, monkeypatch):
    monkeypatch.setenv("SAEBYEOK_CONSOLE_SECRET", "hush hush")
    with pytest.raises(SettingsError) as refused:
        load_settings(tmp_path)
    for said in (refused.value.ko, refused.value.en):
        assert "32" in said
        assert "hush" not in said


def test_names_are_listed_with_commas_in_the_environment_and_as_a_list_in_the_file(tmp_path, monkeypatch):
    (tmp_path / "saebyeok.toml").write_text('console_proxies = ["10.0.0.2"]\n')
    monkeypatch.setenv("SAEBYEOK_CONSOLE_HOSTS", "a.example.kr, b.example.kr")
    settings = load_settings(tmp_path)
    assert settings.console_hosts == ["a.example.kr", "b.example.kr"]
    assert settings.console_proxies == ["10.0.0.2"]


@pytest.mark.parametrize(
    "url", ["mysql://me:s3cret@host/db", "postgres://me:s3@cret@host/db", "mysql://host/db?password=s3cret"]
)
def test_the_password_of_a_refused_url_is_not_told(tmp_path, monkeypatch, url):
    monkeypatch.setenv("SAEBYEOK_DATABASE_URL", url)
    with pytest.raises(SettingsError) as refused:
        load_settings(tmp_path)
    for said in (refused.value.ko, refused.value.en):
        assert "host/db" in said
        assert "cret" not in said


def test_a_relative_home_and_a_relative_inbox_mean_one_folder_everywhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SAEBYEOK_HOME", "somewhere/home")
    monkeypatch.setenv("SAEBYEOK_INBOX", "drop")
    settings = load_settings()
    assert settings.home == tmp_path / "somewhere" / "home"
    assert settings.effective_inbox == settings.home / "drop"


def test_home_as_an_option_is_taken_from_this_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(main, ["--home", "h", "automl", "list"])
    assert str(tmp_path / "h") in done.stderr


@pytest.mark.parametrize("command", ["doctor", "up"])
def test_a_home_below_a_file_is_refused_naming_the_file(tmp_path, monkeypatch, command):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("SAEBYEOK_HOME", str(tmp_path / "file" / "home"))
    said = one_sentence(CliRunner().invoke(main, [command]))
    for part in (str(tmp_path / "file" / "home"), f"'{tmp_path / 'file'}'", "--home"):
        assert part in said


ODD_NAMES = ["홈?", "홈*", "홈 [1]", "50%41", "두\n줄", "\udcff"]


@pytest.mark.parametrize("name", ODD_NAMES)
def test_a_home_that_dagster_or_a_database_would_look_for_elsewhere_is_refused(tmp_path, monkeypatch, name):
    """In `홈 [1]` Dagster does not find its dagster.yaml, and goes on without any of our settings."""
    home = tmp_path / name
    said = one_sentence(CliRunner().invoke(main, ["--home", str(home), "up"]))
    assert str(tmp_path) in said
    assert not home.exists()
    home.mkdir()
    monkeypatch.chdir(home)
    monkeypatch.delenv("SAEBYEOK_HOME", raising=False)
    one_sentence(CliRunner().invoke(main, ["up"]))
    assert list(home.iterdir()) == []
    assert load_settings().home == home / ".saebyeok", "reading a page needs no home"


@pytest.mark.parametrize("name", ["우리 집", "#1 & 'a'", "50%", "~home", "$HOME"])
def test_a_home_may_have_any_other_name(tmp_path, name):
    (tmp_path / name).mkdir()
    assert load_settings(tmp_path / name).home == tmp_path / name


@pytest.mark.parametrize("words", [("--home", "/proc/home", "up"), ("demo", "--into", "/proc/demo")])
def test_a_folder_that_can_not_be_made_is_one_sentence(words):
    assert "/proc/" in one_sentence(CliRunner().invoke(main, list(words)))


def test_making_a_folder_that_is_there_is_no_trouble(tmp_path):
    make_folder(tmp_path / "a" / "b")
    make_folder(tmp_path / "a" / "b")
    assert (tmp_path / "a" / "b").is_dir()


def test_every_number_has_a_least_value_to_tell():
    numbers = [field for field in Settings.model_fields.values() if field.annotation in (int, float)]
    assert numbers
    assert all(any(hasattr(limit, "ge") for limit in field.metadata) for field in numbers)
