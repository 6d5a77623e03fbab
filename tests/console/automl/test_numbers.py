"""모델 학습 and 모델 확정 of a document whose target is a number."""

from __future__ import annotations

import pytest

from domain.access import Role
from tests.console.automl.conftest import DOC, plan_applied


@pytest.fixture
def numbers(prepared, context, now):
    """The document with a plan for a number."""
    plan_applied(context, now, task="regression")


def test_the_question_names_regression_models(visit, numbers):
    page = visit(Role.EDITOR).get(f"/automl/{DOC}/train").text
    assert "[회귀 모델]을 학습하시겠습니까?" in page
    assert "[분류 모델]" not in page


def test_the_list_has_the_errors_of_numbers_and_the_mean_beside_them(visit, numbers, trained):
    trained("svm", validation=0.5, r2=0.5)
    trained("random_forest", validation=0.75, r2=0.75)
    page = visit(Role.VIEWER).get(f"/automl/{DOC}/confirm").text
    row = page.split('data-model="random_forest"')[1].split("</tr>")[0]
    for value in ("0.7500", ">3,500<", ">5,250<", ">12.5%<", ">91.0%<"):
        assert value in row
    assert "정밀도:" not in page
    advice = page.split('data-testid="recommendation"')[1].split("</p>")[0]
    assert "Random Forest: 교차검증 R² 0.7500" in advice
    baseline = page.split('data-testid="baseline"')[1].split("</tr>")[0]
    for value in ("항상 평균(100,000)", ">8,000<", ">9,500<"):
        assert value in baseline


def test_a_model_no_better_than_the_mean_is_called_so(visit, numbers, trained):
    trained("svm", r2=-0.2, rmse=9900.0)
    advice = visit(Role.VIEWER).get(f"/automl/{DOC}/confirm").text.split('data-testid="recommendation"')[1]
    assert "평균" in advice.split("</p>")[0]


def test_one_training_shows_its_chart_errors_and_how_many_values_its_intervals_hold(visit, numbers, trained):
    training = trained("svm", target_scale="log")["svm"]
    page = visit(Role.VIEWER).get(f"/automl/{DOC}/trainings/{training}").text
    figure = page.split('data-testid="picture-31"')[1].split("</figure>")[0]
    assert figure.count("<circle") == 3
    assert "실제 110,000" in figure
    errors = page.split('data-testid="errors"')[1].split("</table>")[0]
    assert ">3,500<" in errors
    coverage = page.split('data-testid="coverage"')[1].split("</p>")[0]
    for value in ("91.0%", "108", "90%", "17,500", "로그"):
        assert value in coverage


def test_regressors_stand_side_by_side_with_the_least_errors_marked(visit, numbers, trained):
    first, second = trained("svm", mae=3000.0)["svm"], trained("random_forest")["random_forest"]
    page = visit(Role.VIEWER).get(f"/automl/{DOC}/compare?training={first}&training={second}").text
    row = page.split('data-testid="metric-mae"')[1].split("</tr>")[0]
    assert "3,000 ★" in row
    assert "3,500 ★" not in row
    assert ">8,000<" in row
    assert "metric-roc_auc" not in page


def test_results_of_an_earlier_target_leave_the_list_its_columns(visit, numbers, trained, context, now):
    trained("svm")
    plan_applied(context, now)
    trained("random_forest")
    page = visit(Role.VIEWER).get(f"/automl/{DOC}/confirm").text
    assert "ROC AUC" in page.split("<thead>")[1].split("</thead>")[0]
    assert "Random Forest: 교차검증 ROC AUC" in page


def test_the_screen_of_predictions_says_that_there_are_bounds(visit, numbers, trained):
    training = trained("svm")["svm"]
    client = visit(Role.EDITOR)
    client.post(f"/automl/{DOC}/confirm", data={"chosen": training})
    assert (
        "90%" in client.get(f"/automl/{DOC}/predict").text.split('data-testid="interval"')[1].split("</p>")[0]
    )
