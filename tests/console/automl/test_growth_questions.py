"""새 자료: units, new classes and rows that are taken back."""

from __future__ import annotations

import pytest

from domain.access import Role
from domain.messages import Sentences
from domain.table_additions import AdditionChoices, ColumnDifference, TakenBack
from records.engine import reading
from records.growth import additions
from tests.console.automl.conftest import DOC

SAID = Sentences("차이", "a difference")
QUESTIONS = [
    ColumnDifference("renamed", "Fresh", SAID, asks=True, header="Fresh(kg)", factor=1000.0),
    ColumnDifference("unit", "Milk", SAID, asks=True, factor=0.0001),
    ColumnDifference("classes", "Region", SAID, asks=True),
]


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        (
            {"renamed:Fresh": "convert:Fresh(kg)", "unit:Milk": "accept", "classes:Region": "known_classes"},
            AdditionChoices({"Fresh": "Fresh(kg)"}, ("unit:Milk",), ("Fresh",), known_classes=True),
        ),
        (
            {"renamed:Fresh": "is:Fresh(kg)", "unit:Milk": "convert", "classes:Region": "accept"},
            AdditionChoices({"Fresh": "Fresh(kg)"}, ("unit:Fresh", "classes:Region"), ("Milk",)),
        ),
    ],
)
def test_units_and_classes_are_decided_by_form(visit, addition, context, answers, expected):
    number = addition(lambda _, row: additions.set_asking(row, QUESTIONS, ["Fresh(kg)"]))
    client = visit(Role.EDITOR)
    page = client.get(f"/automl/{DOC}/renew").text
    for shown in ("환산 (×1,000)", "환산 (×0.0001)", "표에 있는 클래스의 행만 추가"):
        assert shown in page
    assert client.post(f"/automl/{DOC}/additions/{number}", data=answers).status_code == 204
    with reading(context.engine) as session:
        assert additions.get(session, number).choices == expected


def test_an_empty_answer_is_refused(visit, addition):
    number = addition(lambda _, row: additions.set_asking(row, QUESTIONS, []))
    answer = visit(Role.EDITOR).post(f"/automl/{DOC}/additions/{number}", data={})
    assert (answer.status_code, "classes:Region" in answer.text) == (409, True)


def added(now):
    return lambda session, row: additions.set_added(
        session, row, first_row=5, rows=3, cells_sha256="2" * 64, now=now
    )


def test_the_newest_rows_are_taken_back_once(visit, addition, asked, now):
    number = addition(added(now))
    client = visit(Role.EDITOR)
    assert 'data-testid="take-back"' in client.get(f"/automl/{DOC}/renew").text
    assert client.post(f"/automl/{DOC}/take-back").status_code == 204
    assert asked()[-1] == ("append", {"file_name": "다음 달.csv", "taken_back": number})
    again = client.post(f"/automl/{DOC}/take-back")
    assert (again.status_code, "끝나지 않았습니다" in again.text) == (409, True)


def test_rows_that_were_taken_back_say_by_whom(visit, addition, now):
    addition(added(now))
    addition(lambda _, row: additions.set_taken_back(row, TakenBack("lee", now.isoformat(), 3)))
    page = visit(Role.EDITOR).get(f"/automl/{DOC}/renew").text
    line = page.split('data-testid="addition"')[1].split("</tr>")[0]
    assert "되돌림" in line
    assert f"lee, {now:%Y-%m-%d %H:%M}, 버전 3" in line
    assert 'data-testid="take-back"' not in page


def test_viewers_take_nothing_back(visit, addition, now):
    addition(added(now))
    client = visit(Role.VIEWER)
    assert 'data-testid="take-back"' not in client.get(f"/automl/{DOC}/renew").text
    assert client.post(f"/automl/{DOC}/take-back").status_code == 403


@pytest.mark.parametrize(
    ("answer", "accepted"), [("accept", "classes:Region"), ("blank", "unreadable:Region")]
)
def test_a_class_that_the_target_cannot_hold_is_taken_or_left_blank(
    visit, addition, context, answer, accepted
):
    question = ColumnDifference("classes", "Region", SAID, asks=True, as_blank=True)
    number = addition(lambda _, row: additions.set_asking(row, [question], []))
    client = visit(Role.EDITOR)
    page = client.get(f"/automl/{DOC}/renew").text
    assert "모든 행(이 값은 빈칸으로)" in page
    assert "새 클래스를 포함해 모두 추가" in page
    done = client.post(f"/automl/{DOC}/additions/{number}", data={"classes:Region": answer})
    assert done.status_code == 204
    with reading(context.engine) as session:
        assert additions.get(session, number).choices == AdditionChoices(accepted=(accepted,))


def test_a_class_that_the_target_can_hold_is_not_offered_as_blank(visit, addition):
    addition(lambda _, row: additions.set_asking(row, QUESTIONS, []))
    page = visit(Role.EDITOR).get(f"/automl/{DOC}/renew").text
    assert "모든 행(이 값은 빈칸으로)" not in page


def test_the_sheet_that_was_read_is_beside_its_file(visit, addition):
    addition(lambda _, row: setattr(row, "sheet", "8월 <매출>"))
    assert "8월 &lt;매출&gt;</small>" in visit(Role.VIEWER).get(f"/automl/{DOC}/renew").text
