"""`--read` and `--missing-words`: people say how columns are read, and are refused what is no choice."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from orchestration.cli import main
from orchestration.cli.column_choices import pair, words_of


def run(*arguments: object):
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture
def prices(tmp_path):
    path = tmp_path / "단가.csv"
    lines = [f"{'₩' if n % 3 else '$'}{n * 7},{'NA' if n % 4 else '서울'}" for n in range(1, 61)]
    path.write_text("단가,지역\n" + "\n".join(lines), encoding="utf-8")
    return path


def columns(done):
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    return {column["name"]: (column["type"], column["missing"]) for column in found["columns"]}


def test_a_profile_follows_what_people_say(prices):
    assert columns(run("automl", "profile", prices, "--format", "json")) == {
        "단가": ("text", 0),
        "지역": ("text", 0),
    }
    chosen = ("--read", "단가=number", "--missing-words", "지역=NA")
    assert columns(run("automl", "profile", prices, "--format", "json", *chosen)) == {
        "단가": ("integer", 20),
        "지역": ("text", 45),
    }


@pytest.mark.parametrize("command", [("profile",), ("fit", "--target", "지역", "--models", "decision_tree")])
@pytest.mark.parametrize(
    ("option", "value", "told"),
    [
        ("--read", "단가=숫자", "모르는 칼럼 유형입니다: 숫자"),
        ("--read", "단가", "'단가'에 '='가 없습니다"),
        ("--read", "가격=number", "'가격' 칼럼이 없습니다. 다음 가운데 고르세요: '단가', '지역'"),
        ("--missing-words", "가격=", "'가격' 칼럼이 없습니다"),
    ],
)
def test_what_is_no_choice_is_refused_with_a_sentence(prices, command, option, value, told):
    done = run("automl", command[0], prices, *command[1:], option, value)
    assert done.exit_code == 2
    assert told in done.stderr


def test_a_fit_learns_from_the_columns_as_people_say(prices):
    command = ("automl", "fit", prices, "--target", "지역", "--models", "decision_tree", "--format", "json")
    command = (*command, "--read", "단가=number")  # as text all its values differ
    assert json.loads(run(*command).stdout)["classes"] == {"NA": 45, "서울": 15}
    done = run(*command, "--missing-words", "지역=NA")
    assert done.exit_code != 0
    assert "서울" in done.stderr


def test_a_label_may_hold_an_equals_sign_and_words_come_between_commas():
    assert pair("a=b=text") == ("a=b", "text")
    assert words_of(" 없음, -,,") == ("없음", "-")
