"""데이터 전처리: the target and its check, the switches, previews, and the applied plan."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from domain.access import Role
from domain.messages import Sentences
from domain.requests import RequestKind, RequestStatus
from domain.split import RandomComparison, SplitEffect, SplitMethod, SplitSuggestion
from domain.target_check import TargetCheck, TargetNumbers
from records import documents
from records.engine import reading, transaction
from records.tables import Plan
from tests.console.automl.conftest import CHECK, DOC, EFFECT, LABELS
from work_requests import lifecycle

DEFAULTS = {
    "duplicates": "keep",
    "missing": "median",
    "constant": None,
    "outliers": "keep",
    "outlier_method": "iqr",
    "outlier_factor": None,
    "test_share": 0.25,
    "seed": 0,
    "split": None,
    "split_column": None,
}


def _previewed(context, now, **choices):
    with transaction(context.engine) as session:
        request = lifecycle.ask(
            session, RequestKind.PREVIEW, doc_id=DOC, params={"choices": DEFAULTS | choices}, by="a", now=now
        )
        request.result = {"effect": EFFECT | {"rows_duplicate": 4321}, "labels": LABELS}
        lifecycle.settle(request, RequestStatus.DONE, now=now)


def test_before_the_data_is_confirmed_the_screen_says_what_to_do_first(visit, table):
    page = visit(Role.EDITOR).get(f"/automl/{DOC}/prepare").text
    assert "[데이터 확인]을 누르세요" in page
    assert "목표변수 적용" not in page


def test_a_target_is_applied(visit, table, context, asked):
    client = visit(Role.EDITOR)
    client.post(f"/automl/{DOC}/confirm-data")
    assert client.post(f"/automl/{DOC}/target", data={"column": 2}).headers["hx-trigger"] == "asked"
    assert asked()[-1] == ("target", {"target": "c0002", "label": "y", "positive_class": None})
    with reading(context.engine) as session:
        assert documents.get(session, DOC).target_key == "c0002"


def test_a_target_that_is_none_is_refused_in_a_sentence(visit, table):
    client = visit(Role.EDITOR)
    assert "데이터 확인" in client.post(f"/automl/{DOC}/target", data={"column": 2}).text
    client.post(f"/automl/{DOC}/confirm-data")
    assert "칼럼을 하나 고르세요" in client.post(f"/automl/{DOC}/target").text
    many = client.post(f"/automl/{DOC}/target", data={"column": 1, "task": "classification"})
    assert many.status_code == 409
    assert "400개" in many.text


def test_the_check_shows_classes_the_positive_one_and_give_away_columns(visit, prepared):
    page = visit(Role.VIEWER).get(f"/automl/{DOC}/target").text
    for word in ("248", "192", "양성", "거의 완벽하게 맞힙니다"):
        assert word in page
    assert "<option selected>yes</option>" in page


def test_another_positive_class_is_asked_for(visit, prepared, asked):
    visit(Role.EDITOR).post(f"/automl/{DOC}/target", data={"column": 2, "positive": "no"})
    assert asked()[-1] == ("target", {"target": "c0002", "label": "y", "positive_class": "no"})


def test_a_give_away_column_is_left_out_and_the_target_checked_again(
    visit, prepared, context, asked, plan_of
):
    client = visit(Role.EDITOR)
    client.post(f"/automl/{DOC}/without", data={"label": "도시"})
    assert asked()[-2:] == [
        ("use_columns", {"use": [], "drop": ["도시"]}),
        ("target", {"target": "c0002", "label": "y", "positive_class": None}),
    ]
    assert plan_of() is None
    with transaction(context.engine) as session:
        documents.get(session, DOC).target_check = CHECK
    page = client.get(f"/automl/{DOC}/target").text
    assert "쓰지 않는 칼럼" in page
    assert "쓰지 않기" not in page


def test_the_switches_suggest_what_reading_found_and_stand_as_they_were_applied(visit, prepared):
    page = visit(Role.EDITOR).get(f"/automl/{DOC}/prepare").text
    assert "중복 행이 8개" in page
    assert "누락값이 있는 칼럼 1 · 모두 10칸" in page
    assert 'name="duplicates" value="remove" checked' in page
    assert '<option value="clip" selected>' in page
    assert 'name="seed" type="number" min="0" max="4294967295" step="1" value="7"' in page


@pytest.mark.parametrize(("button", "kind"), [("preview", "preview"), ("prepare", "prepare")])
def test_the_chosen_switches_are_what_is_asked_for(visit, prepared, asked, button, kind):
    form = {
        "duplicates": "remove",
        "missing": "constant",
        "constant": " 0 ",
        "outliers": "remove",
        "outlier_method": "zscore",
        "outlier_factor": "2.5",
        "test_share": "0.3",
        "seed": "4",
        "split": "group:c0003",
    }
    assert visit(Role.EDITOR).post(f"/automl/{DOC}/{button}", data=form).status_code == 204
    expected = {
        "duplicates": "remove",
        "missing": "constant",
        "constant": "0",
        "outliers": "remove",
        "outlier_method": "zscore",
        "outlier_factor": 2.5,
        "test_share": 0.3,
        "seed": 4,
        "split": "group",
        "split_column": "c0003",
    }
    assert asked()[-1] == (kind, {"choices": expected})


def test_what_is_left_empty_is_the_default_and_a_constant_nobody_asked_for_is_not_kept(
    visit, prepared, asked
):
    form = {"missing": "median", "constant": "17", "outlier_factor": "", "seed": "", "split": ""}
    visit(Role.EDITOR).post(f"/automl/{DOC}/preview", data=form)
    assert asked()[-1] == ("preview", {"choices": DEFAULTS})


@pytest.mark.parametrize(
    "form",
    [
        {"missing": "magic"},
        {"outlier_factor": "-1"},
        {"test_share": "0.9"},
        {"seed": "x"},
        {"split": "alphabet"},
    ],
)
def test_choices_that_fit_no_switch_are_refused_and_name_the_field(visit, prepared, asked, form):
    before = asked()
    answer = visit(Role.EDITOR).post(f"/automl/{DOC}/preview", data=form)
    assert answer.status_code == 422
    assert next(iter(form)) in answer.text
    assert asked() == before


def test_a_column_to_split_by_that_is_gone_is_refused(visit, prepared, asked):
    before = asked()
    answer = visit(Role.EDITOR).post(f"/automl/{DOC}/prepare", data={"split": "time:c0099"})
    assert answer.status_code == 404
    assert "c0099" in answer.text
    assert asked() == before


SPLIT = SplitSuggestion(
    SplitMethod.GROUP, "c0003", Sentences("도시가 되풀이됩니다.", "the city repeats"), groups=("c0003",)
)


def test_the_suggested_split_is_shown_with_its_reason_and_columns_to_go_by_are_offered(
    visit, prepared, context
):
    with transaction(context.engine) as session:
        documents.get(session, DOC).target_check = replace(CHECK, split=SPLIT)
    client = visit(Role.EDITOR)
    assert "그룹별. 도시가 되풀이됩니다." in client.get(f"/automl/{DOC}/split").text
    page = client.get(f"/automl/{DOC}/prepare").text
    assert "그룹별. 도시가 되풀이됩니다." in page
    assert '<option value="group:c0003">그룹별: 도시</option>' in page
    assert '<option value="group:c0002">' not in page
    assert '<option value="random" selected>' in page  # the applied plan is of an earlier version


def test_what_is_held_out_and_how_a_random_split_would_have_looked_is_shown(visit, prepared, context):
    split = SplitEffect(
        SplitMethod.GROUP,
        "c0003",
        Sentences("도시 4개를 남깁니다.", "4 cities"),
        SPLIT.reason,
        RandomComparison("roc_auc", split=0.8123, random=0.9345),
    )
    with transaction(context.engine) as session:
        plan = session.get(Plan, (DOC, 1))
        plan.effect = EFFECT | {"split": split.to_json()}
        plan.plan = plan.plan | {"split": "group", "split_column": "c0003"}
    client = visit(Role.VIEWER)
    for part in ("effect", "train"):
        page = client.get(f"/automl/{DOC}/{part}").text
        for words in ("도시 4개를 남깁니다.", "ROC AUC 0.93", "0.81"):
            assert words in page
    assert "도시가 되풀이됩니다." in client.get(f"/automl/{DOC}/effect").text
    assert '<option value="group:c0003" selected>' in client.get(f"/automl/{DOC}/prepare").text


def test_a_constant_has_to_be_given(visit, prepared):
    answer = visit(Role.EDITOR).post(f"/automl/{DOC}/preview", data={"missing": "constant", "constant": " "})
    assert answer.status_code == 409
    assert "상수" in answer.text


def test_a_preview_shows_what_would_change_until_the_plan_is_newer(visit, prepared, context, now):
    client = visit(Role.VIEWER)
    applied = client.get(f"/automl/{DOC}/effect").text
    for word in (
        "적용한 전처리 · 버전 1",
        "Fresh",
        ">10<",
        ">19<",
        "8,709.50",
        "-12,372.50 ~ 32,987.50",
        "도시 칼럼은",
    ):
        assert word in applied
    _previewed(context, now, outliers="clip")
    preview = client.get(f"/automl/{DOC}/effect").text
    assert "아직 적용하지 않았습니다" in preview
    assert "4,321" in preview
    assert "경계로 자름" in preview


def test_what_is_swapped_while_people_choose_holds_no_switch(visit, prepared):
    client = visit(Role.EDITOR)
    for part in ("effect", "work"):
        page = client.get(f"/automl/{DOC}/{part}").text
        assert "<form" not in page
        assert "<input" not in page
        assert "<select" not in page


NUMBER = TargetCheck(
    key="c0001",
    label="Fresh",
    kind="number",
    classes={},
    positive_class=None,
    missing=10,
    numbers=TargetNumbers(rows=430, distinct=12, low=758.0, mean=12987.816, median=8615.5, high=158355.0),
    reason=Sentences("서로 다른 숫자가 12가지입니다.", "12 different numbers"),
)


def test_a_number_is_summed_up_and_may_be_predicted_as_classes_instead(visit, prepared, context, asked):
    with transaction(context.engine) as session:
        document = documents.get(session, DOC)
        document.target_key, document.target_check = "c0001", NUMBER
    client = visit(Role.EDITOR)
    page = client.get(f"/automl/{DOC}/target").text
    for value in ("430", "758", "12,987.82", "8,615.50", "158,355", "서로 다른 숫자가 12가지입니다."):
        assert value in page
    assert '<option value="regression" selected>' in page
    assert 'data-testid="class"' not in page
    client.post(f"/automl/{DOC}/target", data={"column": 2, "task": "classification"})
    assert asked()[-1][1]["task"] == "classification"
    assert client.post(f"/automl/{DOC}/target", data={"column": 2, "task": "guess"}).status_code == 409


def test_leaving_a_column_out_keeps_what_the_target_is_predicted_as(visit, prepared, asked):
    client = visit(Role.EDITOR)
    client.post(f"/automl/{DOC}/target", data={"column": 1, "task": "regression"})
    client.post(f"/automl/{DOC}/without", data={"label": "도시"})
    assert asked()[-1] == (
        "target",
        {"target": "c0001", "label": "Fresh", "positive_class": None, "task": "regression"},
    )


def test_a_target_without_a_choice_offers_none(visit, prepared):
    assert "task-choice" not in visit(Role.EDITOR).get(f"/automl/{DOC}/target").text


def test_a_target_that_is_not_checked_has_a_button_that_checks_it(visit, prepared, context, asked):
    with transaction(context.engine) as session:
        documents.get(session, DOC).target_check = None
    assert "check-target" not in visit(Role.VIEWER).get(f"/automl/{DOC}/target").text
    client = visit(Role.EDITOR)
    page = client.get(f"/automl/{DOC}/target").text
    assert "아직 점검하지 않았습니다" in page
    assert re.search(r'data-testid="check-target".*?name="column" value="2"', page, re.DOTALL)
    client.post(f"/automl/{DOC}/target", data={"column": 2})
    assert asked()[-1] == ("target", {"target": "c0002", "label": "y", "positive_class": None})
