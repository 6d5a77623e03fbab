"""What commands refuse: ids there aren't, numbers out of range, in the language of the settings."""

from __future__ import annotations

import re

import click
import pytest
from click.testing import CliRunner
from sqlalchemy.exc import OperationalError, ProgrammingError

from orchestration.cli import main

UNKNOWN = "991231000000009"
OF_A_DOCUMENT = [
    ("show",),
    ("show", "--format", "json"),
    ("results",),
    ("results", "--format", "json"),
    ("requests",),
    ("requests", "--format", "json"),
    ("predictions",),
    ("predictions", "--format", "json"),
    ("confirm-data",),
    ("columns", "--use", "a"),
    ("columns", "--type", "a=text"),
    ("target", "y"),
    ("prepare",),
    ("train",),
    ("train", "--models", "svm"),
    ("confirm", "svm"),
    ("rule",),
    ("rule", "svm", "--recall", "0.9"),
    ("predict", __file__),
    ("delete",),
]


@pytest.mark.parametrize("words", OF_A_DOCUMENT, ids=" ".join)
def test_an_unknown_document_is_the_same_sentence_everywhere(counter, words):
    command, *rest = words
    done = counter.type(command, UNKNOWN, *rest)
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr == f"문서 {UNKNOWN}가 없습니다. 문서 목록에서 번호를 확인하세요.\n"


def test_a_deleted_document_is_as_unknown_as_one_that_never_was(counter):
    assert counter.type("delete", counter.doc, "--yes").exit_code == 0
    for command in ("show", "results", "requests", "predictions"):
        done = counter.type(command, counter.doc)
        assert (done.exit_code, done.stdout) == (2, "")
        assert re.search(f"문서 {counter.doc}[이가] 없습니다", done.stderr)


@pytest.mark.parametrize("command", ["retry", "cancel"])
def test_an_unknown_request_is_named(counter, command):
    done = counter.type(command, 99)
    assert (done.exit_code, done.stderr) == (2, "요청 99번이 없습니다. 번호를 확인하세요.\n")


@pytest.mark.parametrize("command", ["retry", "cancel"])
@pytest.mark.parametrize("number", ["0", "9" * 30, "latest"])
def test_what_can_not_be_a_request_is_refused(counter, command, number):
    done = counter.type(command, number)
    assert done.exit_code == 2
    assert number in done.stderr


@pytest.mark.parametrize(
    ("model", "named"), [("261122000000007", "261122000000007이"), ("xgboost", "xgboost이(가)")]
)
def test_an_unknown_training_is_named(counter, model, named):
    done = counter.type("confirm", counter.doc, model)
    assert done.exit_code == 2
    assert done.stderr.startswith(f"학습 {named} 없습니다.")


def test_a_model_that_was_not_trained_is_to_be_trained(counter):
    done = counter.type("confirm", counter.doc, "svm")
    assert (done.exit_code, done.stderr.count("\n")) == (2, 1)
    assert f"'saebyeok automl train {counter.doc} --models svm'" in done.stderr


RANGES = [
    ("train", "--seed", "-1"),
    ("train", "--seed", str(2**32)),
    ("train", "--budget", "0.5"),
    ("train", "--budget", "0"),
    ("train", "--budget", "nan"),
    ("train", "--budget", "inf"),
    ("prepare", "--seed", "-1"),
    ("prepare", "--seed", str(2**32)),
]


@pytest.mark.parametrize("words", RANGES, ids=" ".join)
def test_seeds_and_budgets_out_of_range_are_refused_before_anything_is_asked(counter, words):
    command, option, value = words
    done = counter.type(command, counter.doc, option, value)
    assert done.exit_code == 2
    assert f"'{option}'" in done.stderr
    assert counter.type("requests", counter.doc, "--format", "json").stdout == "[]\n"


@pytest.mark.parametrize(
    ("options", "named"),
    [
        (("--outlier-factor", "0"), "outlier_factor"),
        (("--outlier-factor", "-1"), "outlier_factor"),
        (("--outlier-factor", "nan"), "outlier_factor"),
        (("--outlier-factor", "inf", "--preview"), "outlier_factor"),
        (("--missing", "constant"), "constant"),
        (("--missing", "constant", "--constant", "", "--preview"), "constant"),
    ],
)
def test_plans_that_can_not_be_are_refused_before_anything_is_asked(counter, options, named):
    done = counter.type("prepare", counter.doc, *options)
    assert (done.exit_code, done.stderr.count("\n")) == (2, 1)
    assert named in done.stderr
    assert counter.type("requests", counter.doc, "--format", "json").stdout == "[]\n"


def test_seeds_and_budgets_at_the_ends_of_their_ranges_are_taken(counter):
    done = counter.type("train", counter.doc, "--seed", 2**32 - 1, "--budget", 1, "--yes")
    # What is refused is the missing plan: the next thing that is looked at.
    assert (done.exit_code, done.stderr.count("\n")) == (2, 1)
    assert "Usage" not in done.stderr
    assert "전처리" in done.stderr


def test_nothing_to_change_is_refused(counter):
    done = counter.type("columns", counter.doc)
    assert done.exit_code == 2
    assert "--use" in done.stderr


SAID = [
    ("show", UNKNOWN),
    ("retry", "99"),
    ("train", "DOC", "--models", "xgboost"),
    ("columns", "DOC"),
    ("columns", "DOC", "--type", "a"),
    ("prepare", "DOC", "--outlier-factor", "0"),
    ("prepare", "DOC", "--missing", "constant"),
    ("confirm", "DOC", "svm"),
    ("predict", "DOC", __file__),
    ("fit", __file__, "--target", "y", "--models", "xgboost"),
]


@pytest.mark.parametrize("words", SAID, ids=lambda words: " ".join(words[:2] + words[-1:]))
def test_refusals_are_in_one_language(counter, monkeypatch, words):
    typed = [counter.doc if word == "DOC" else word for word in words]
    korean = counter.type(*typed)
    monkeypatch.setenv("SAEBYEOK_LANGUAGE", "en")
    english = counter.type(*typed)
    for done in (korean, english):
        assert (done.exit_code, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert re.search("[가-힣]", korean.stderr)
    assert not re.search("[가-힣]", english.stderr)


@pytest.mark.parametrize("words", [("automl", "list"), ("env",)])
@pytest.mark.parametrize(("language", "sentence"), [("ko", "홈이 없습니다"), ("en", "there is no home")])
def test_no_home_is_told_in_one_language(tmp_path, monkeypatch, words, language, sentence):
    monkeypatch.setenv("SAEBYEOK_LANGUAGE", language)
    done = CliRunner().invoke(main, ["--home", str(tmp_path / "none"), *words])
    assert (done.exit_code, done.stderr.count("\n")) == (1, 1)
    assert sentence in done.stderr
    assert ("홈이" in done.stderr) != ("no home" in done.stderr)


def helps(command: click.Command, words: tuple[str, ...] = ()) -> dict[str, str]:
    """The help of a command and of all below it."""
    found = {" ".join(words): CliRunner().invoke(main, [*words, "--help"]).stdout}
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            found |= helps(command.get_command(context, name), (*words, name))
    return found


def test_help_names_only_commands_there_are():
    found = helps(main)
    commands = main.list_commands(click.Context(main))
    assert "디스크에 그대로 남습니다" in found["automl delete"].replace("\n  ", " ")
    for words, text in found.items():
        for name in re.findall(r"'saebyeok (\w+)", text):
            assert name in commands, words


@pytest.mark.parametrize(
    ("language", "word"),
    [("ko", "데이터베이스를 쓸 수 없습니다"), ("en", "the database can't be used now")],
)
def test_a_database_that_is_away_is_a_sentence(counter, monkeypatch, language, word):
    def away(*_args, **_options):
        raise OperationalError("SELECT secret", {}, Exception("could not connect to server\nIs it running?"))

    monkeypatch.setenv("SAEBYEOK_LANGUAGE", language)
    monkeypatch.setattr("records.documents.get", away)
    done = counter.type("show", counter.doc)
    assert (done.exit_code, done.stderr.count("\n")) == (1, 1)
    assert word in done.stderr
    assert "could not connect to server" in done.stderr
    assert "secret" not in done.stderr


@pytest.mark.parametrize(("code", "told"), [("42501", True), ("25006", True), ("42601", False)])
def test_a_right_that_the_role_lacks_is_a_sentence_and_a_mistake_of_ours_is_not(
    counter, monkeypatch, code, told
):
    class Refusal(Exception):
        pgcode = code

    def refused(*_args, **_options):
        raise ProgrammingError("SELECT secret", {}, Refusal("permission denied for table"))

    monkeypatch.setattr("records.documents.get", refused)
    done = counter.type("show", counter.doc)
    assert ("permission denied for table" in done.stderr) == told
    assert isinstance(done.exception, ProgrammingError) != told


def test_a_file_that_can_not_be_reached_is_a_sentence(counter, tmp_path, monkeypatch):
    table = tmp_path / "표.csv"
    table.write_text("a,b\n1,2\n", encoding="utf-8")
    (tmp_path / "share").write_text("no folder any more", encoding="utf-8")
    monkeypatch.setenv("SAEBYEOK_INBOX", str(tmp_path / "share"))
    done = counter.type("add", table, "--no-wait")
    assert (done.exit_code, done.stderr.count("\n")) == (1, 1)
    assert str(tmp_path / "share") in done.stderr
    assert "saebyeok doctor" in done.stderr
