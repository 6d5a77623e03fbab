"""새 자료: rows added, differences decided, models compared, outcomes."""

from __future__ import annotations

import pytest

from domain.access import Role
from domain.challenges import ChallengeVerdict
from domain.messages import Sentences
from domain.outcomes import OutcomeMeasure, OutcomeScores
from domain.requests import RequestStatus
from domain.table_additions import ColumnDifference
from records import documents, predictions
from records.engine import reading, transaction
from records.growth import additions, challenges, outcomes, renewals
from tests.console.automl.conftest import DOC
from work_requests import automl_decisions, lifecycle, renewal_decisions

ROWS = [("files", ("다음 달.csv", b"Fresh\n1\n", "text/csv"))]


@pytest.fixture
def confirmed(trained, context, now):
    training = trained("svm")["svm"]
    with transaction(context.engine) as session:
        request = automl_decisions.confirm_model(session, DOC, training_id=training, by="kim", now=now)
        lifecycle.settle(request, RequestStatus.DONE, now=now)
    return training


@pytest.fixture
def asking(addition):
    """An addition that asks about a renamed column and repeated rows."""
    said = Sentences("'Fresh' 칼럼이 없습니다.", "Column 'Fresh' is missing.")
    differences = [
        ColumnDifference("renamed", "Fresh", said, asks=True, header="신선"),
        ColumnDifference("repeated", None, Sentences("반복", "repeated"), asks=True),
    ]
    return addition(lambda _, one: additions.set_asking(one, differences, ["신선"]))


def test_a_file_with_more_rows_is_taken(visit, table, asked):
    answer = visit(Role.EDITOR).post(f"/automl/{DOC}/additions", files=ROWS)
    assert "다음 달.csv" in answer.text
    assert answer.headers["hx-trigger"] == "asked"
    assert asked()[-1] == ("append", {"file_name": "다음 달.csv"})


def test_differences_are_asked_about_and_the_answers_kept(visit, asking, context, asked):
    client = visit(Role.EDITOR)
    page = client.get(f"/automl/{DOC}/renew").text
    line = page.split('data-testid="to-decide"')[1].split("</tr>")[0]
    assert "칼럼이 없습니다" in line
    assert 'name="renamed:Fresh" value="is:신선"' in line
    answer = client.post(
        f"/automl/{DOC}/additions/{asking}", data={"renamed:Fresh": "is:신선", "repeated:": "only_new"}
    )
    assert answer.headers["hx-trigger"] == "asked"
    with reading(context.engine) as session:
        choices = additions.get(session, asking).choices
    assert (choices.renamed, choices.accepted, choices.only_new) == ({"Fresh": "신선"}, (), True)
    assert asked()[-1][0] == "append"


def test_a_missing_column_may_be_left_blank(visit, asking, context):
    visit(Role.EDITOR).post(f"/automl/{DOC}/additions/{asking}", data={"renamed:Fresh": "blank"})
    with reading(context.engine) as session:
        assert additions.get(session, asking).choices.accepted == ("missing:Fresh",)


def test_rows_can_be_left_out_and_only_once(visit, asking):
    client = visit(Role.EDITOR)
    assert client.post(f"/automl/{DOC}/additions/{asking}/withdraw").status_code == 204
    answer = client.post(f"/automl/{DOC}/additions/{asking}/withdraw")
    assert (answer.status_code, "결정할 것이 없습니다" in answer.text) == (409, True)


def test_an_addition_of_another_document_is_not_found(visit, asking):
    assert visit(Role.EDITOR).post(f"/automl/261122000000077/additions/{asking}").status_code == 404


def test_viewers_see_no_buttons_and_may_not_decide(visit, asking):
    client = visit(Role.VIEWER)
    page = client.get(f"/automl/{DOC}/renew").text
    assert 'data-testid="add-rows"' not in page
    assert 'data-testid="decide"' not in page
    assert client.post(f"/automl/{DOC}/additions/{asking}", data={}).status_code == 403


def test_the_confirmed_model_is_trained_again_once_at_a_time(visit, confirmed, asked):
    client = visit(Role.EDITOR)
    assert client.post(f"/automl/{DOC}/challenge").headers["hx-trigger"] == "asked"
    assert asked()[-1] == ("challenge", {})
    answer = client.post(f"/automl/{DOC}/challenge")
    assert (answer.status_code, "기다리세요" in answer.text) == (409, True)


def test_a_verdict_is_shown_with_its_reason(visit, confirmed, context, now):
    with transaction(context.engine) as session:
        request = renewal_decisions.challenge(session, DOC, by="kim", now=now)
        challenge = challenges.of_request(session, request.request_id)
        verdict = ChallengeVerdict("roc_auc", 200, 0.81, 0.815, 0.005, -0.01, 0.02, promoted=False)
        challenges.set_judged(challenge, "261122000000009", verdict, now)
        lifecycle.settle(request, RequestStatus.DONE, now=now)
    page = visit(Role.VIEWER).get(f"/automl/{DOC}/renew").text
    line = page.split('data-testid="challenge-line"')[1].split("</tr>")[0]
    for said in ("보류", "최근 200행", "0.8100 → 0.8150", "-0.0100 ~ 0.0200"):
        assert said in line


def test_without_a_model_before_there_is_no_way_back(visit, confirmed):
    client = visit(Role.EDITOR)
    assert 'data-testid="roll-back"' not in client.get(f"/automl/{DOC}/renew").text
    assert client.post(f"/automl/{DOC}/roll-back").status_code == 409


def test_the_model_before_is_confirmed_again(visit, confirmed, trained, context, now):
    second = trained("linear")["linear"]
    with transaction(context.engine) as session:
        request = automl_decisions.confirm_model(session, DOC, training_id=second, by="kim", now=now)
        lifecycle.settle(request, RequestStatus.DONE, now=now)
    client = visit(Role.EDITOR)
    assert 'data-testid="roll-back"' in client.get(f"/automl/{DOC}/renew").text
    assert client.post(f"/automl/{DOC}/roll-back").status_code == 204
    with reading(context.engine) as session:
        assert documents.get(session, DOC).confirmed_training_id == confirmed


def test_a_rule_is_kept_and_a_number_that_is_none_refused(visit, confirmed, context):
    client = visit(Role.EDITOR)
    answer = client.post(
        f"/automl/{DOC}/renewal", data={"active": "true", "new_rows": "1,000", "on_drift": "true"}
    )
    assert "저장했습니다" in answer.text
    assert 'value="1,000"' in answer.text
    with reading(context.engine) as session:
        rule = renewals.get(session, DOC)
        assert (rule.active, rule.new_rows, rule.days, rule.on_drift) == (True, 1000, None, True)
    assert client.post(f"/automl/{DOC}/renewal", data={"active": "true", "days": "곧"}).status_code == 409
    assert client.post(f"/automl/{DOC}/renewal", data={"active": "true"}).status_code == 409


def bring_outcomes(session, prediction, file_name, now):
    return renewal_decisions.bring_outcomes(
        session,
        prediction.prediction_id,
        file_name=file_name,
        source_path="x",
        source_sha256="0" * 64,
        by="kim",
        now=now,
    )


def judged_outcome(context, now, value, *, alarming, measures=()):
    """A prediction and its outcome."""
    with transaction(context.engine) as session:
        asked = automl_decisions.predict(
            session, DOC, file_name="새 행.csv", source_path="x", source_sha256="0" * 64, by="kim", now=now
        )
        row = predictions.of_request(session, asked.request_id)
        row.output_path, row.output_sha256, row.finished_at = "x", "0" * 64, now
        row.training_id = documents.get(session, DOC).confirmed_training_id
        lifecycle.settle(asked, RequestStatus.DONE, now=now)
        request = bring_outcomes(session, row, "실제.csv", now)
        outcomes.of_request(session, request.request_id).scores = OutcomeScores(
            "accuracy",
            value,
            value - 0.05,
            value + 0.05,
            0.9,
            200,
            3,
            is_alarming=alarming,
            measures=measures,
            fell=value < 0.85,
        )
        lifecycle.settle(request, RequestStatus.DONE, now=now)


def failed_outcomes(context, now):
    """The number of the request of a file of outcomes that could not be compared."""
    judged_outcome(context, now, 0.91, alarming=False)
    reason = Sentences("'y' 목표변수 칼럼이 없습니다", "there is no target 'y'")
    with transaction(context.engine) as session:
        (earlier,) = predictions.of_document(session, DOC)
        request = bring_outcomes(session, earlier, "틀린 결과.csv", now)
        lifecycle.settle(request, RequestStatus.FAILED, now=now, reason=reason)
        return request.request_id


def test_a_failed_file_of_outcomes_is_acknowledged_and_leaves_the_page(visit, confirmed, context, now):
    number = failed_outcomes(context, now)
    assert f"acknowledge-{number}" not in visit(Role.VIEWER).get(f"/automl/{DOC}/renew").text
    client = visit(Role.EDITOR)
    shown = client.get(f"/automl/{DOC}/renew").text
    assert "틀린 결과.csv: 실패" in shown
    assert f'id="acknowledge-{number}"' in shown
    assert client.post(f"/automl/{DOC}/requests/{number}/acknowledge").is_success
    assert "틀린 결과.csv" not in client.get(f"/automl/{DOC}/renew").text


def test_a_failed_challenge_is_acknowledged_and_stays_in_the_list(visit, confirmed, context, now):
    with transaction(context.engine) as session:
        request = renewal_decisions.challenge(session, DOC, by="kim", now=now)
        number = request.request_id
        reason = Sentences("새 행이 너무 적습니다", "too few new rows")
        lifecycle.settle(request, RequestStatus.FAILED, now=now, reason=reason)
    client = visit(Role.EDITOR)
    assert f'id="acknowledge-{number}"' in client.get(f"/automl/{DOC}/renew").text
    client.post(f"/automl/{DOC}/requests/{number}/acknowledge")
    shown = client.get(f"/automl/{DOC}/renew").text
    assert f'id="acknowledge-{number}"' not in shown
    assert "새 행이 너무 적습니다" in shown


def test_outcomes_are_charted_and_a_fall_is_told(visit, confirmed, context, now):
    judged_outcome(context, now, 0.91, alarming=False)
    judged_outcome(context, now, 0.62, alarming=True)
    page = visit(Role.VIEWER).get(f"/automl/{DOC}/renew").text
    chart = page.split('data-testid="outcome-chart"')[1].split("</svg>")[0]
    assert (chart.count("<circle"), chart.count('class="alarming"')) == (2, 1)
    newest = page.split('data-testid="outcome"')[1].split("</tr>")[0]
    assert "62% 맞음" in newest
    assert "새 행으로 다시 학습하세요" in newest


def test_what_fell_while_accuracy_did_not_is_charted_and_in_the_table(visit, confirmed, context, now):
    area = OutcomeMeasure("roc_auc", 0.412, 0.33, 0.49, 0.718, fell=True)
    judged_outcome(context, now, 0.91, alarming=True, measures=(area,))
    page = visit(Role.VIEWER).get(f"/automl/{DOC}/renew").text
    charts = [one.split("</svg>")[0] for one in page.split('data-testid="outcome-chart"')[1:]]
    assert [one.count('class="alarming"') for one in charts] == [0, 1]
    line = page.split('data-testid="outcome"')[1].split("</tr>")[0]
    assert "ROC AUC 0.412" in line
    assert line.count("0.412") == 3  # in the sentence, in its column and in what that shows
    assert 'data-testid="fallen"' in visit(Role.VIEWER).get("/now").text


def test_what_waits_and_what_fell_is_told_on_the_first_page(visit, asking, confirmed, context, now):
    judged_outcome(context, now, 0.62, alarming=True)
    page = visit(Role.VIEWER).get("/now").text
    for kind in ("asking", "fallen"):
        card = page.split(f'data-testid="{kind}"')[1].split("</a>")[0]
        assert "테스트 - 2022.11.21(01)" in card
    notice = visit(Role.VIEWER).get("/automl").text.split('class="notice bad"')[1].split("</td>")[0]
    assert "62% 맞음" in notice
    judged_outcome(context, now, 0.9, alarming=False)
    assert 'data-testid="fallen"' not in visit(Role.VIEWER).get("/now").text
    assert 'class="notice bad"' not in visit(Role.VIEWER).get("/automl").text


def test_papers_that_were_changed_since_they_were_sent_are_said(visit, table):
    page = visit(Role.VIEWER).get(f"/automl/{DOC}/renew?changed=3").text
    assert "문서 3건이 보낸 뒤에 바뀌었" in page
    assert "changed-papers" not in visit(Role.VIEWER).get(f"/automl/{DOC}/renew").text
