"""새 자료 in a browser: rows are brought, what differs is decided, and a newer model is asked for."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from domain.challenges import ChallengeVerdict
from domain.requests import RequestStatus
from domain.table_additions import AdditionStatus
from records.engine import reading, transaction
from records.growth import additions, challenges, outcomes, renewals
from tests.browser.test_accessibility import serious
from tests.console.automl.conftest import DOC, addition, asked, prepared, table, trained
from tests.console.automl.test_renewal import asking, confirmed, failed_outcomes, judged_outcome
from work_requests import lifecycle

__all__ = ["addition", "asked", "asking", "confirmed", "prepared", "table", "trained"]
pytestmark = pytest.mark.slow


def test_rows_are_brought_and_what_differs_is_decided_with_the_mouse(
    sign_in, served, asking, context, asked, tmp_path
):
    more = tmp_path / "칠월.csv"
    more.write_text("Fresh\n1\n")
    page = sign_in()
    page.goto(f"{served.url}/automl/{DOC}/renew")
    page.get_by_label("추가할 행이 있는 파일").set_input_files(more)
    page.get_by_role("button", name="행 추가").click()
    expect(page.get_by_test_id("upload-summary")).to_contain_text("칠월.csv")
    assert asked()[-1] == ("append", {"file_name": "칠월.csv"})
    form = page.get_by_test_id("asks")
    expect(form.get_by_label("'신선' 칼럼입니다")).to_be_checked()
    form.get_by_label("새 행만 추가").check()
    form.get_by_test_id("decide").click()
    expect(form).to_have_count(0)
    with reading(context.engine) as session:
        addition = additions.get(session, asking)
    assert (addition.status, addition.choices.only_new) == (AdditionStatus.RECEIVED, True)


def test_on_a_phone_a_decision_is_in_sight_and_the_one_action_that_stands_out(sign_in, served, asking):
    page = sign_in(size=(390, 844), has_touch=True, is_mobile=True)
    page.goto(f"{served.url}/automl/{DOC}/renew")
    box = page.get_by_test_id("asks").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    background = "one => getComputedStyle(one).backgroundColor"
    accent = page.get_by_test_id("decide").evaluate(background)
    others = page.locator('main .main:visible:not([data-testid="decide"])')
    assert others.count() > 0
    assert accent not in [one.evaluate(background) for one in others.all()]
    assert serious(page) == []


def test_a_newer_model_is_asked_for_and_its_verdict_appears(sign_in, served, confirmed, context, now):
    page = sign_in()
    page.goto(f"{served.url}/automl/{DOC}/renew")
    page.get_by_test_id("challenge").click()
    page.get_by_test_id("yes").click()
    line = page.get_by_test_id("challenge-line")
    expect(line).to_contain_text("직접 요청")
    with transaction(context.engine) as session:
        (challenge,) = challenges.of_document(session, DOC)
        verdict = ChallengeVerdict("roc_auc", 200, 0.81, 0.9, 0.09, 0.04, 0.13, promoted=True)
        challenges.set_judged(challenge, "261122000000009", verdict, now)
        lifecycle.settle(lifecycle.get(session, challenge.request_id), RequestStatus.DONE, now=now)
    expect(page.get_by_test_id("verdict")).to_have_text("확정 모델을 바꿈")
    expect(line).to_contain_text("0.8100 → 0.9000")


def test_a_rule_is_saved_and_the_screen_is_read_by_everyone(sign_in, served, confirmed, context, asking, now):
    judged_outcome(context, now, 0.62, alarming=True)
    for size in ((1280, 900), (390, 844)):
        for scheme in ("light", "dark"):
            page = sign_in(size=size, color_scheme=scheme)
            page.goto(f"{served.url}/automl/{DOC}/renew")
            expect(page.get_by_test_id("outcome-chart")).to_be_visible()
            assert serious(page) == [], (size, scheme)
            assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    page.get_by_label("다시 학습해 더 나은 모델을 확정").check()
    page.get_by_label("새 행 수").fill("500")
    page.get_by_test_id("save-rule").click()
    expect(page.get_by_test_id("renewal-rule")).to_contain_text("저장했습니다")
    with reading(context.engine) as session:
        assert renewals.get(session, DOC).new_rows == 500
        assert len(outcomes.of_document(session, DOC)) == 1


def test_a_failed_file_of_outcomes_is_acknowledged_with_the_mouse(sign_in, served, confirmed, context, now):
    number = failed_outcomes(context, now)
    page = sign_in()
    page.goto(f"{served.url}/automl/{DOC}/renew")
    line = page.get_by_test_id("outcome-unfinished")
    expect(line).to_contain_text("틀린 결과.csv: 실패")
    assert serious(page) == []
    line.get_by_role("button", name=f"확인함 {number}").click()
    expect(line).to_have_count(0)
    expect(page.get_by_test_id("outcome")).to_have_count(1)
