"""데이터 전처리: a target that may be classes as well as numbers is asked about before it is applied."""

from __future__ import annotations

import pytest

from domain.access import Role
from records import documents
from records.engine import reading, transaction
from records.tables import ColumnInfo
from tests.console.automl.conftest import DOC

SCORE = 4


@pytest.fixture
def score(prepared, context):
    """The document with a column of scores from 1 to 5."""
    with transaction(context.engine) as session:
        session.add(
            ColumnInfo(
                doc_id=DOC,
                column_no=SCORE,
                key="c0004",
                label="점수",
                type="integer",
                missing=0,
                distinct=5,
                profile={"few_numbers": [[n, 80 + n] for n in range(1, 6)]},
                parsing={},
            )
        )


def apply(client, **form):
    return client.post(f"/automl/{DOC}/target", data={"column": SCORE, **form})


def target_key(context):
    with reading(context.engine) as session:
        return documents.get(session, DOC).target_key


def test_nothing_is_applied_before_people_choose(visit, score, context, asked):
    before, target = asked(), target_key(context)
    answer = apply(visit(Role.EDITOR))
    assert answer.headers["hx-retarget"] == "#dialog"
    for words in ("등급으로 분류", "숫자로 예측", "서로 다른 숫자가 5가지", ">81<", ">85<"):
        assert words in answer.text
    assert answer.text.count("추천하는 까닭") == 1
    assert " checked" not in answer.text
    assert (asked(), target_key(context)) == (before, target)


@pytest.mark.parametrize("task", ["classification", "regression"])
def test_what_people_choose_is_applied_and_not_asked_again(visit, score, context, asked, task):
    client = visit(Role.EDITOR)
    assert apply(client, task=task).headers["hx-trigger"] == "asked"
    assert (asked()[-1][1]["task"], target_key(context)) == (task, "c0004")
    client.post(f"/automl/{DOC}/target", data={"column": 2})
    assert apply(client).headers["hx-trigger"] == "asked"
    assert asked()[-1][1]["task"] == task


def test_the_list_of_columns_says_which_are_asked_about(visit, score):
    page = visit(Role.VIEWER).get(f"/automl/{DOC}/prepare").text
    assert page.count("등급인지 숫자인지 묻습니다") == 1


def test_a_viewer_is_not_asked(visit, score, asked):
    before = asked()
    assert apply(visit(Role.VIEWER)).status_code == 403
    assert asked() == before
