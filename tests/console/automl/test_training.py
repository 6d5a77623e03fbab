"""모델 학습 and 모델 확정: asking, the list, details, comparing, confirming."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from domain.access import Role
from domain.automl import DocumentStatus
from domain.decision_rules import RuleChoice, RuleKind
from domain.learners import LEARNERS
from domain.messages import Sentences
from domain.requests import RequestKind
from records import documents, trainings
from records.engine import reading, transaction
from tests.console.automl.conftest import DOC, plan_applied
from tests.console.conftest import png
from tests.factories import HELD_BACK
from work_requests import lifecycle
from work_requests.decision_rules import chosen_rule

ALL = list(LEARNERS)


def test_without_a_plan_the_screen_says_what_to_do_first(visit, table):
    client = visit(Role.EDITOR)
    client.post(f"/automl/{DOC}/confirm-data")
    page = client.get(f"/automl/{DOC}/train").text
    assert "먼저 [데이터 전처리 적용]을 하세요" in page
    assert 'name="models"' not in page
    answer = client.post(f"/automl/{DOC}/train", data={"group": "clustering", "models": ["k_means"]})
    assert answer.status_code == 409


@pytest.mark.parametrize(
    ("group", "ticked", "trained"),
    [
        ("classification", ALL, [code for code in ALL if code != "k_means"]),
        ("clustering", ALL, ["k_means"]),
        ("all", ALL, ALL),
        ("classification", ["svm", "decision_tree"], ["decision_tree", "svm"]),
    ],
)
def test_the_ticked_models_of_a_group_are_trained(visit, prepared, asked, group, ticked, trained):
    answer = visit(Role.EDITOR).post(f"/automl/{DOC}/train", data={"group": group, "models": ticked})
    assert answer.headers["hx-trigger"] == "asked"
    assert asked()[-1] == ("train", {"models": trained, "seed": 0, "budget_seconds": None})


def test_a_limit_in_minutes_and_a_seed(visit, prepared, asked):
    form = {"group": "all", "models": ["svm"], "minutes": "1.5", "seed": "9"}
    visit(Role.EDITOR).post(f"/automl/{DOC}/train", data=form)
    assert asked()[-1] == ("train", {"models": ["svm"], "seed": 9, "budget_seconds": 90.0})


def test_nothing_ticked_and_unknown_models_are_refused(visit, prepared, asked):
    client = visit(Role.EDITOR)
    before = asked()
    assert "하나 이상" in client.post(f"/automl/{DOC}/train", data={"group": "all"}).text
    assert client.post(f"/automl/{DOC}/train", data={"group": "all", "models": ["oracle"]}).status_code == 409
    assert client.post(f"/automl/{DOC}/train", data={"group": "some", "models": ["svm"]}).status_code == 422
    assert asked() == before


def test_the_question_names_the_group(visit, prepared):
    page = visit(Role.EDITOR).get(f"/automl/{DOC}/train").text
    assert "[분류 모델]을 학습하시겠습니까?" in page
    assert "[군집 모델]을 학습하시겠습니까?" in page
    assert all(f'value="{code}"' in page for code in ALL)


def test_without_a_target_only_clusters_are_trained(visit, prepared, context):
    with transaction(context.engine) as session:
        documents.get(session, DOC).target_key = None
    client = visit(Role.EDITOR)
    refused = client.post(f"/automl/{DOC}/train", data={"group": "all", "models": ["svm", "k_means"]})
    assert "목표변수" in refused.text
    assert (
        client.post(f"/automl/{DOC}/train", data={"group": "all", "models": ["k_means"]}).status_code == 204
    )


def test_the_list_shows_the_seeds_columns_and_sentences(visit, trained):
    trained("svm")
    trained("svm", f1=0.8888)
    page = visit(Role.VIEWER).get(f"/automl/{DOC}/train").text
    for word in (
        "학습 구분",
        "정밀도",
        "민감도",
        "F1-score",
        "학습일자",
        "학습횟수",
        "선택",
        'data-testid="total">1<',
    ):
        assert word in page
    for value in ("0.7500", "0.9000", "0.8888", "0.9300", "0.3100", "2026-11-22"):
        assert value in page
    assert '<td class="number">2</td>' in page
    for sentence in (
        "모델이 True라고 분류한 것 중에서 실제 True인 것의 비율",
        "실제 True인 것 속에서 모델이 True라고 예측한 것의 비율",
        "정밀도와 민감도의 조화평균",
    ):
        assert re.search(f"※ [^<]*{re.escape(sentence)}", page)


def test_a_newer_training_that_failed_is_told_beside_the_one_that_went_well(visit, trained, context, now):
    trained("svm")
    with transaction(context.engine) as session:
        request = lifecycle.ask(session, RequestKind.TRAIN, doc_id=DOC, params={}, by="a", now=now)
        row = trainings.begin(
            session, DOC, request_id=request.request_id, model_code="svm", plan_version=1, now=now
        )
        trainings.set_failed(row, Sentences("메모리가 모자랍니다", "out of memory"))
    page = visit(Role.VIEWER).get(f"/automl/{DOC}/trainings").text
    assert "0.9300" in page
    assert "마지막 학습 실패: 메모리가 모자랍니다" in page.replace("</span>", "")


def test_one_training_shows_its_pictures_what_they_mean_and_where_it_ran(visit, trained, context):
    training = trained("svm")["svm"]
    with transaction(context.engine) as session:
        lifecycle.get(session, trainings.get(session, training).request_id).run_id = "run-7"
    client = visit(Role.VIEWER)
    page = client.get(f"/automl/{DOC}/trainings/{training}").text
    picture = page.split('data-enlarge="')[1].split('"')[0]
    answer = client.get(picture)
    assert (answer.headers["content-type"], answer.content) == ("image/png", png())
    assert client.get(picture[:-1]).status_code == 404
    for word in ("특이도", "민감도와 특이도를 이용하여", 'data-testid="per-class"', "나무의 수"):
        assert word in page
    assert "http://127.0.0.1:3000/runs/run-7" in page
    assert "http://127.0.0.1:5000/#/runs/mlflow-svm" in page


def test_chosen_models_stand_side_by_side_with_the_best_of_each_score_marked(visit, trained):
    first = trained("svm", roc_auc=0.95, log_loss=0.2)["svm"]
    second = trained("random_forest", roc_auc=0.85, log_loss=0.4)["random_forest"]
    client = visit(Role.VIEWER)
    page = client.get(f"/automl/{DOC}/compare?training={first}&training={second}").text
    area = page.split('data-testid="metric-roc_auc"')[1].split("</tr>")[0]
    assert "0.9500 ★" in area
    assert "0.8500 ★" not in area
    loss = page.split('data-testid="metric-log_loss"')[1].split("</tr>")[0]
    assert "0.2000 ★" in loss
    assert page.count("<figure") == 2
    assert 'data-testid="baseline-accuracy">0.5556<' in page
    assert "metric-silhouette" not in page
    alone = client.get(f"/automl/{DOC}/compare?training={first}")
    assert (alone.status_code, "2개" in alone.text) == (409, True)


def test_a_model_is_confirmed_and_marked(visit, trained, context, asked):
    training = trained("svm", "random_forest")["random_forest"]
    client = visit(Role.EDITOR)
    page = client.get(f"/automl/{DOC}/confirm").text
    assert "확정일자" in page
    assert "확정하시겠습니까?" in page
    assert 'data-testid="confirmed"' not in page
    assert client.post(f"/automl/{DOC}/confirm", data={"chosen": training}).status_code == 204
    assert asked()[-1] == ("confirm_model", {"training_id": training})
    after = client.get(f"/automl/{DOC}/trainings?of=confirm").text
    assert after.count('data-testid="confirmed"') == 1
    row = after.split('data-model="random_forest"')[1].split("</tr>")[0]
    assert 'data-testid="confirmed"' in row
    assert "2026-11-22" in row
    assert 'data-testid="confirm"' not in row
    assert 'data-testid="confirm"' in after.split('data-model="svm"')[1].split("</tr>")[0]
    with reading(context.engine) as session:
        assert documents.get(session, DOC).status == DocumentStatus.MODEL_CONFIRMED


def test_a_stale_result_is_marked_and_can_t_be_confirmed(visit, trained, context, now):
    training = trained("svm")["svm"]
    plan_applied(context, now, seed=8)
    client = visit(Role.EDITOR)
    page = client.get(f"/automl/{DOC}/confirm").text
    assert "바뀌기 전의 결과" in page
    button = page.split('data-testid="confirm"')[1].split(">")[0]
    assert " disabled" in button
    refused = client.post(f"/automl/{DOC}/confirm", data={"chosen": training})
    assert refused.status_code == 409
    assert "다시 학습" in refused.text


def test_a_model_trained_anew_after_it_was_confirmed_keeps_the_confirmed_one_in_sight(visit, trained):
    training = trained("svm")["svm"]
    client = visit(Role.EDITOR)
    client.post(f"/automl/{DOC}/confirm", data={"chosen": training})
    trained("svm")
    page = client.get(f"/automl/{DOC}/confirm").text
    assert f"확정된 모델: SVM · {training}" in page.replace("\n", "")
    assert 'data-testid="confirmed">' not in page


def test_a_training_of_another_document_is_not_shown_here(visit, trained):
    training = trained("svm")["svm"]
    answer = visit(Role.VIEWER).get(f"/automl/261122000000077/trainings/{training}")
    assert answer.status_code == 404


def test_a_model_is_recommended_with_its_reason_beside_a_baseline(visit, trained):
    trained("svm", validation=0.91)
    trained("random_forest", validation=0.95)
    page = visit(Role.VIEWER).get(f"/automl/{DOC}/confirm").text
    advice = page.split('data-testid="recommendation"')[1].split("</p>")[0]
    assert "Random Forest: 교차검증 ROC AUC 0.9500" in advice
    assert page.count('data-testid="recommended"') == 1
    assert 'data-testid="recommended"' in page.split('data-model="random_forest"')[1].split("</tr>")[0]
    baseline = page.split('data-testid="baseline"')[1].split("</tr>")[0]
    assert "항상 &#39;no&#39;" in baseline
    assert "0.5556" in baseline  # 60 of 108 held-out rows


def test_results_of_an_earlier_plan_are_not_recommended(visit, trained, context, now):
    trained("svm")
    plan_applied(context, now, seed=8)
    page = visit(Role.VIEWER).get(f"/automl/{DOC}/confirm").text
    assert "recommendation" not in page
    assert "baseline" not in page


def test_a_recommended_model_that_is_no_better_than_one_answer_is_doubted(visit, trained, context):
    training_id = trained("svm")["svm"]
    assert "낫지는 않습니다" not in advice(visit)
    with transaction(context.engine) as session:
        training = trainings.get(session, training_id)
        worse = replace(
            training.evaluation.classification, roc_auc=0.5, log_loss=0.7, confusion_matrix=((60, 0), (48, 0))
        )
        training.evaluation = replace(training.evaluation, scores=worse)
    assert "낫지는 않습니다" in advice(visit)


def advice(visit) -> str:
    page = visit(Role.VIEWER).get(f"/automl/{DOC}/confirm").text
    return page.split('data-testid="recommendation"')[1].split("</p>")[0]


def test_models_are_ranked_by_their_cross_validated_score(visit, trained):
    trained("svm", validation=0.91, roc_auc=0.99)
    trained("random_forest", validation=0.95, roc_auc=0.9)
    for stage in ("train", "confirm"):
        page = visit(Role.VIEWER).get(f"/automl/{DOC}/{stage}").text
        assert "교차검증" in page.split("<thead>")[1].split("</thead>")[0]
        assert page.index('data-model="random_forest"') < page.index('data-model="svm"')
        row = page.split('data-model="random_forest"')[1].split("</tr>")[0]
        assert row.index("0.9500") < row.index("0.9000")


def test_scores_are_at_the_threshold_in_force_which_is_named(visit, trained, context):
    training_id = trained("svm", held_back=HELD_BACK)["svm"]
    with transaction(context.engine) as session:
        training = trainings.get(session, training_id)
        scores = replace(
            training.evaluation.classification,
            accuracy=0.6125,
            precision=0.51,
            confusion_matrix=((20, 40), (2, 46)),
        )
        rule = chosen_rule(training, RuleChoice(RuleKind.COSTS, miss_cost=500_000, false_alarm_cost=20_000))
        training.decision_rule = rule.judged(scores)
    page = visit(Role.VIEWER).get(f"/automl/{DOC}/confirm").text
    row = page.split('data-model="svm"')[1].split("</tr>")[0]
    assert ">0.6125<" in row
    assert ">0.5100<" in row
    assert f"SVM: 임계값 {rule.threshold:.4g}에서 잰 점수입니다" in page
