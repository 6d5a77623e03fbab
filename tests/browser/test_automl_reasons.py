"""Why and what if, in a browser: the importance of columns, a row whose prediction moves while it is typed, and what turns it."""

from __future__ import annotations

import dataclasses

import pytest
from playwright.sync_api import expect

from domain.access import Role
from domain.messages import Message
from domain.refusal import Refusal
from domain.what_if import Change, Counterfactual, Reason, WhatIfAnswer
from records import explanations
from records.engine import transaction
from records.tables import TableRow
from tests.browser.test_accessibility import serious
from tests.console.automl.conftest import DOC, prepared, table, trained
from tests.console.automl.test_reasons import EXPLANATION
from work_requests import automl_decisions

__all__ = ["prepared", "table", "trained"]
pytestmark = pytest.mark.slow


def answer(question):
    """The probability follows Fresh; from 5 on the answer is yes."""
    typed = question.cells["Fresh"]
    if not typed.isdigit():
        raise Refusal(Message("'{typed}' is no number", typed=typed))
    share = min(int(typed), 10) / 10
    reasons = (Reason("Fresh", typed, share - 0.4), Reason("도시", question.cells["도시"], 0.1))
    found = WhatIfAnswer(
        "yes" if share >= 0.5 else "no",
        share,
        "yes",
        0.5,
        {"no": 1 - share, "yes": share},
        None,
        0.3,
        reasons,
    )
    if question.changeable is None:
        return found
    if "Fresh" not in question.changeable:
        return dataclasses.replace(
            found, no_counterfactual=Message("No column may change. Choose at least one.")
        )
    turned = Counterfactual((Change("Fresh", typed, "4"),), "no", 0.4, 0.5)
    return dataclasses.replace(found, counterfactual=turned)


@pytest.fixture
def context(context):
    return dataclasses.replace(context, what_if=answer)


@pytest.fixture
def confirmed(trained, context, now):
    training = trained("svm")["svm"]
    with transaction(context.engine) as session:
        explanations.put(session, training, EXPLANATION, background=("b", "0" * 64), now=now)
        automl_decisions.confirm_model(session, DOC, training_id=training, by="kim", now=now)
        for number, row in enumerate(('["Fresh","y","도시"]', '["9","yes","대전"]')):
            session.add(TableRow(doc_id=DOC, row_no=number, text=row))
    return training


def test_a_row_moves_as_it_is_typed_and_is_turned(sign_in, served, confirmed):
    page = sign_in(role=Role.VIEWER)
    page.goto(f"{served.url}/automl/{DOC}/predict")
    shown = page.get_by_test_id("what-if-probability")
    expect(shown).to_contain_text("40.0%")
    page.get_by_label("Fresh", exact=True).fill("8")
    expect(shown).to_contain_text("80.0%")
    page.get_by_label("Fresh", exact=True).fill("많이")
    expect(page.get_by_test_id("what-if-refused")).to_contain_text("많이")
    page.get_by_label("Fresh", exact=True).fill("7")
    page.get_by_test_id("counterfactual").click()
    expect(page.get_by_test_id("turned")).to_contain_text("하나 이상 고르세요")
    page.get_by_label("Fresh 바꿀 수 있음").check()
    page.get_by_test_id("counterfactual").click()
    expect(page.get_by_test_id("turned")).to_contain_text("Fresh 7 → 4")
    expect(page.get_by_label("Fresh", exact=True)).to_have_value("7")
    page.get_by_test_id("row").fill("1")
    page.get_by_role("button", name="채우기").click()
    expect(page.get_by_label("도시", exact=True)).to_have_value("대전")
    expect(shown).to_contain_text("90.0%")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [(1280, 900), (390, 844)], ids=["desktop", "phone"])
def test_reasons_can_be_read_by_everybody(sign_in, served, confirmed, scheme, size):
    page = sign_in(size=size, color_scheme=scheme)
    page.goto(f"{served.url}/automl/{DOC}/predict")
    page.get_by_test_id("what-if-probability").wait_for()
    page.get_by_test_id("what-if").locator("summary").last.click()
    assert serious(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    page.goto(f"{served.url}/automl/{DOC}/confirm")
    page.locator("[data-model=svm] [data-testid=select]").click()
    expect(page.get_by_test_id("importances")).to_contain_text("칼럼 중요도")
    expect(page.get_by_test_id("dependence")).to_have_count(2)
    page.get_by_test_id("importances").locator("summary").click()
    expect(page.get_by_test_id("importances").locator("tbody tr")).to_have_count(2)
    assert serious(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
