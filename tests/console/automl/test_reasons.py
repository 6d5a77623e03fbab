"""왜 이렇게 예측하나, and a typed row: what is shown, what is asked of the process that answers, and the sentence where it can't."""

from __future__ import annotations

import dataclasses

import pytest

from console.pages import automl_reasons
from domain.access import Role
from domain.columns import ColumnType
from domain.explanations import ColumnValues, Dependence, DependencePoint, Importance, ModelExplanation
from domain.messages import Message
from domain.refusal import Refusal
from domain.requests import RequestStatus
from domain.what_if import Change, Counterfactual, Goal, Reason, WhatIf, WhatIfAnswer
from records import explanations
from records.engine import transaction
from records.tables import TableRow
from tests.console.automl.conftest import DOC
from work_requests import automl_decisions, lifecycle

EXPLANATION = ModelExplanation(
    outputs=("yes",),
    metric="roc_auc",
    score=0.93,
    rows=108,
    repeats=5,
    importances=(Importance(("도시",), 0.2, 0.01), Importance(("Fresh",), 0.05, 0.02)),
    groups=(Importance(("Fresh", "도시"), 0.25, 0.01),),
    dependences=(
        Dependence("Fresh", ColumnType.INTEGER, (DependencePoint(1.0, (0.3,)), DependencePoint(9.0, (0.6,)))),
        Dependence(
            "도시", ColumnType.TEXT, (DependencePoint("<b>서울</b>", (0.7,)), DependencePoint("부산", (0.2,)))
        ),
    ),
    columns=(
        ColumnValues("c0001", "Fresh", ColumnType.INTEGER, low=1, high=9, spread=8, typical="4"),
        ColumnValues("c0003", "도시", ColumnType.TEXT, categories=("<b>서울</b>", "부산"), typical="부산"),
    ),
    notes=(
        Message(
            "Only {rows:,} rows were held out, so the importance of columns is uncertain. Hold out more rows.",
            rows=12,
        ),
    ),
)
ANSWER = WhatIfAnswer(
    "yes",
    0.7,
    "yes",
    0.4,
    {"no": 0.3, "yes": 0.7},
    None,
    0.45,
    (Reason("도시", "<i>부산</i>", 0.3), Reason("Fresh", "4", -0.05)),
)


class Answering:
    """Keeps the questions, and gives `answer` or raises it."""

    def __init__(self):
        self.questions, self.answer = [], ANSWER

    def __call__(self, question):
        self.questions.append(question)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@pytest.fixture
def answering():
    return Answering()


@pytest.fixture
def woken():
    return []


@pytest.fixture
def context(context, answering, woken):
    return dataclasses.replace(context, what_if=answering, wake=woken.append)


@pytest.fixture
def confirmed(trained, context, now):
    training = trained("svm")["svm"]
    with transaction(context.engine) as session:
        request = automl_decisions.confirm_model(session, DOC, training_id=training, by="kim", now=now)
        lifecycle.settle(request, RequestStatus.DONE, now=now)
        for number, row in enumerate(('["Fresh","y","도시"]', '["7","no","대전"]')):
            session.add(TableRow(doc_id=DOC, row_no=number, text=row))
    return training


@pytest.fixture
def explained(confirmed, context, now):
    with transaction(context.engine) as session:
        explanations.put(session, confirmed, EXPLANATION, background=("b", "0" * 64), now=now)
    return confirmed


def ask(client, **fields):
    return client.post(f"/automl/{DOC}/what-if", data=fields)


def test_a_model_page_shows_what_it_needs(visit, explained):
    client = visit(Role.VIEWER)
    assert f"trainings/{explained}/explanation" in client.get(f"/automl/{DOC}/trainings/{explained}").text
    shown = client.get(f"/automl/{DOC}/trainings/{explained}/explanation").text
    assert "왜 이렇게 예측하나" in shown
    assert shown.index("도시") < shown.index("Fresh")
    assert 'data-testid="groups"' in shown
    assert "12" in shown
    assert shown.count('data-testid="dependence"') == 2
    assert "<b>서울" not in shown
    assert client.get(f"/automl/261122000000002/trainings/{explained}/explanation").status_code == 404


def test_a_model_of_an_earlier_version_says_so(visit, confirmed):
    client = visit(Role.VIEWER)
    for path in (f"trainings/{confirmed}/explanation", "what-if"):
        shown = client.get(f"/automl/{DOC}/{path}").text
        assert "다시 학습" in shown
        assert "data-live" in shown  # it may be made just now
    assert "what-if" in client.get(f"/automl/{DOC}/predict").text


def test_the_form_begins_with_a_usual_row_or_one_of_the_table(visit, explained):
    client = visit(Role.VIEWER)
    usual = client.get(f"/automl/{DOC}/what-if").text
    assert usual.index("cell:도시") < usual.index("cell:Fresh")  # the more important first
    assert 'value="4"' in usual
    assert 'value="&lt;b&gt;서울&lt;/b&gt;"' in usual
    seventh = client.get(f"/automl/{DOC}/what-if?row=1").text
    assert 'value="7"' in seventh
    assert 'value="대전"' in seventh
    missing = client.get(f"/automl/{DOC}/what-if?row=2").text
    assert "2행이 없습니다" in missing
    assert 'value="4"' in missing


@pytest.mark.parametrize(
    ("cell", "shown"), [("216358.0", "216358"), ("-3.0", "-3"), ("3.50", "3.50"), ("1.0.0", "1.0.0")]
)
def test_a_whole_number_of_a_workbook_is_offered_as_people_type_it(cell, shown):
    assert automl_reasons._typed(EXPLANATION.columns[0], cell) == shown
    assert automl_reasons._typed(EXPLANATION.columns[1], cell) == cell


def test_who_may_not_see_resident_numbers_gets_them_masked(visit, explained, context):
    with transaction(context.engine) as session:
        session.get_one(TableRow, (DOC, 1)).text = '["7","no","900101-1234568"]'
    assert "900101-1234568" not in visit(Role.VIEWER).get(f"/automl/{DOC}/what-if?row=1").text
    assert "900101-1234568" in visit(Role.ADMIN, "lee").get(f"/automl/{DOC}/what-if?row=1").text


def test_a_typed_row_is_asked_for_by_any_role_and_nothing_is_recorded(
    visit, explained, answering, woken, asked
):
    client, before = visit(Role.VIEWER), asked()
    woken.clear()  # signing in is a change
    shown = ask(client, **{"cell:Fresh": "4", "cell:도시": "부산", "change": "Fresh"})
    assert shown.status_code == 200
    assert answering.questions == [WhatIf(DOC, {"Fresh": "4", "도시": "부산"})]
    assert "70.0%" in shown.text
    assert "45.0%" in shown.text
    assert "+0.3" in shown.text
    assert "<i>부산" not in shown.text
    assert (asked(), woken) == (before, [])


def test_a_question_needs_a_session_and_its_token(visit, explained):
    assert ask(visit()).status_code == 401
    client = visit(Role.VIEWER)
    client.headers["x-csrf-token"] = "wrong"
    assert ask(client).status_code == 403


def test_what_would_turn_the_answer(visit, explained, answering):
    client = visit(Role.VIEWER)
    answering.answer = dataclasses.replace(
        ANSWER, counterfactual=Counterfactual((Change("Fresh", "4", "2"),), "no", 0.38, 0.25)
    )
    fields = {"cell:Fresh": "4", "wanted": "change", "change": ["Fresh", "도시"], "goal": "no"}
    shown = ask(client, **fields).text
    assert answering.questions[-1] == WhatIf(DOC, {"Fresh": "4"}, ("Fresh", "도시"), Goal(label="no"))
    assert "4 → <b>2</b>" in shown
    assert "38.0%" in shown
    answering.answer = dataclasses.replace(
        ANSWER, no_counterfactual=Message("The prediction is what is wanted already; nothing has to change.")
    )
    assert "바꿀 것이 없습니다" in ask(client, **fields).text


def test_a_wished_number_is_read_as_people_write_it(visit, explained, answering):
    client = visit(Role.VIEWER)
    answering.answer = dataclasses.replace(
        ANSWER, predicted="7", output=7.0, interval=(5.0, 9.0), explained=None
    )
    shown = ask(client, wanted="change", at_least="1,200", at_most="")
    assert answering.questions[-1].goal == Goal(at_least=1200.0)
    assert "5 ~ 9" in shown.text
    assert "숫자가 아닙니다" in ask(client, wanted="change", at_least="많이").text


def test_what_cannot_be_answered_is_said_in_place(visit, explained, answering):
    client = visit(Role.VIEWER)
    answering.answer = Refusal(Message("No column may change. Choose at least one."))
    assert "하나 이상 고르세요" in ask(client, wanted="change").text
    answering.answer = None
    assert 'data-testid="what-if-down"' in ask(client).text


def test_without_a_confirmed_model_there_is_no_form(visit, trained):
    trained("svm")
    assert visit(Role.VIEWER).get(f"/automl/{DOC}/what-if").status_code == 409
