"""The screens of a table in a browser: readable for all, and unsent choices outlive the work beside them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from domain.automl import ImageKind
from domain.evaluations import RocCurve
from domain.messages import Sentences
from domain.requests import RequestKind, RequestStatus
from records import trainings
from records.engine import transaction
from records.tables import ColumnInfo, Document, TrainingImage
from tests.browser.test_accessibility import serious
from tests.console.automl.conftest import (
    CHECK,
    DOC,
    EFFECT,
    LABELS,
    asked,
    evaluated,
    prepared,
    table,
    trained,
)
from tests.factories import document
from work_requests import automl_decisions, failures, lifecycle, request_lists

__all__ = ["asked", "prepared", "table", "trained"]
pytestmark = pytest.mark.slow

STAGES = ("upload", "data", "prepare", "train", "confirm", "predict")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [(1280, 900), (390, 844)], ids=["desktop", "phone"])
def test_every_stage_can_be_reached_read_and_named(sign_in, served, trained, context, now, scheme, size):
    first, second = trained("svm", "random_forest").values()
    with transaction(context.engine) as session:
        lifecycle.ask(session, RequestKind.TRAIN, doc_id=DOC, params={"models": ["svm"]}, by="kim", now=now)
    page = sign_in(size=size, color_scheme=scheme)
    for stage in STAGES:
        page.goto(f"{served.url}/automl/{DOC}/{stage}")
        assert serious(page) == [], stage
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0], stage
    page.goto(f"{served.url}/automl/{DOC}/data")
    page.locator("#select-1").click()
    page.get_by_test_id("column-detail").wait_for()
    assert serious(page) == []
    page.goto(f"{served.url}/automl/{DOC}/train")
    for training in (first, second):
        page.locator(f"input[name=training][value='{training}']").check()
    page.get_by_test_id("compare").click()
    page.get_by_test_id("comparison").wait_for()
    assert serious(page) == []


def test_switches_stay_as_chosen_while_a_preview_is_shown(sign_in, served, prepared, context, now, asked):
    page = sign_in()
    page.goto(f"{served.url}/automl/{DOC}/prepare")
    page.get_by_test_id("missing").select_option("constant")
    page.locator("[name=constant]").fill("0")
    page.get_by_test_id("preview").click()
    page.get_by_test_id("work-line").wait_for()
    page.get_by_test_id("outliers").select_option("remove")
    with transaction(context.engine) as session:
        (waiting,) = (r for r in request_lists.of_document(session, DOC) if r.status == RequestStatus.WAITING)
        waiting.result = {"effect": EFFECT | {"rows_duplicate": 4321}, "labels": LABELS}
        lifecycle.settle(waiting, RequestStatus.DONE, now=now)
    page.get_by_test_id("rows-duplicate").get_by_text("4,321").wait_for()
    assert page.get_by_test_id("missing").input_value() == "constant"
    assert page.locator("[name=constant]").input_value() == "0"
    assert page.get_by_test_id("outliers").input_value() == "remove"
    assert asked()[-1][1]["choices"]["constant"] == "0"


def test_a_choice_that_was_not_sent_is_not_swapped_away_until_it_is(sign_in, served, prepared, context, now):
    page = sign_in()
    page.goto(f"{served.url}/automl/{DOC}/prepare")
    page.locator("#positive").select_option("no")
    page.get_by_test_id("missing").focus()
    with (
        page.expect_response(lambda answer: answer.headers.get("hx-trigger") == "work-changed"),
        transaction(context.engine) as session,
    ):
        request = lifecycle.ask(session, RequestKind.RETYPE, doc_id=DOC, params={}, by="lee", now=now)
        lifecycle.settle(request, RequestStatus.DONE, now=now)
    page.wait_for_timeout(300)
    assert page.locator("#positive").input_value() == "no"
    page.get_by_test_id("apply-positive").click()
    page.get_by_test_id("target-result").get_by_text("확인한 결과가 아직 없습니다").wait_for()
    with transaction(context.engine) as session:
        session.get_one(Document, DOC).target_check = replace(CHECK, positive_class="no")
        for waiting in request_lists.of_document(session, DOC):
            lifecycle.settle(waiting, RequestStatus.DONE, now=now)
    page.locator("tr[data-testid=class]", has_text="양성").get_by_text("no").wait_for()


def test_a_part_hears_of_a_change_as_soon_as_it_is_drawn_anew(sign_in, served, prepared):
    page = sign_in()
    page.goto(f"{served.url}/automl/{DOC}/prepare")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.evaluate("""() => {
        document.addEventListener("htmx:afterRequest", () => htmx.trigger("#target", "live"), { once: true });
        htmx.trigger("#target", "live");
    }""")
    page.wait_for_timeout(1000)
    assert [url for url in asked if url.endswith("/target")] == [f"{served.url}/automl/{DOC}/target"] * 2


def test_training_asks_first_names_the_models_and_no_leaves_nothing(sign_in, served, prepared, asked):
    page = sign_in()
    page.goto(f"{served.url}/automl/{DOC}/train")
    page.locator("input[value=svm]").uncheck()
    before = asked()
    page.get_by_test_id("train-classification").press("Enter")
    question = page.locator("#question")
    assert "[분류 모델]을 학습하시겠습니까?" in question.inner_text()
    assert "SVM" not in question.inner_text()
    page.get_by_test_id("no").click()
    assert asked() == before
    page.get_by_test_id("train-classification").click()
    page.get_by_test_id("yes").click()
    page.get_by_test_id("model-neural_network").wait_for()
    assert "svm" not in asked()[-1][1]["models"]
    assert not page.locator("input[value=svm]").is_checked()


def test_a_switch_that_was_taken_back_stands_as_before(sign_in, served, prepared, asked):
    page = sign_in()
    page.goto(f"{served.url}/automl/{DOC}/data")
    before = asked()
    page.locator("#use-3").uncheck()
    page.get_by_test_id("no").click()
    expect(page.locator("#use-3")).to_be_checked()
    assert asked() == before


def test_a_boxplot_stands_beside_and_grows_with_a_click(sign_in, served, table):
    page = sign_in()
    page.goto(f"{served.url}/automl/{DOC}/data")
    page.locator("#select-1").click()
    page.get_by_test_id("boxplot").click()
    large = page.locator("#large img")
    expect(large).to_be_visible()
    assert large.get_attribute("src").startswith(f"/files/automl/columns/{DOC}/1/")
    page.keyboard.press("Escape")
    assert not large.is_visible()
    page.locator("#select-3").click()  # its place is still there
    page.get_by_test_id("column-detail").get_by_text("서울").wait_for()


def test_an_upload_appears_in_the_list_by_itself(sign_in, served, context):
    page = sign_in()
    page.goto(f"{served.url}/automl")
    page.locator("summary.main").click()
    file = {"name": "a.csv", "mimeType": "text/csv", "buffer": b"x,y\n1,2\n"}
    page.locator("input[type=file]").set_input_files(file)
    page.locator(".upload [name=name]").fill("심사")
    page.locator(".upload button").click()
    row = page.locator("tr[data-testid=document]", has_text="심사")
    row.get_by_text("업로드 · 대기").wait_for()
    with transaction(context.engine) as session:
        (document,) = session.query(Document)
        document.status = "uploaded"
    row.get_by_test_id("status").get_by_text("업로드", exact=True).wait_for()


def change_under_a_press(page, context):
    """The list hears of another name, between the pressing of the button and its release."""
    page.mouse.down()
    with transaction(context.engine) as session:
        session.get_one(Document, DOC).name = "바뀐 이름"
    with page.expect_response(lambda answer: "/automl" in answer.url) as answer:
        page.evaluate("htmx.trigger(document.body, 'uploaded')")
    assert "바뀐 이름" in answer.value.text()
    page.wait_for_timeout(200)
    assert "바뀐 이름" not in page.locator("main").inner_text()
    page.mouse.up()


def test_a_click_is_not_lost_to_a_list_that_changes_between_press_and_release(
    sign_in, served, table, context
):
    page = sign_in()
    page.goto(f"{served.url}/automl")
    page.get_by_test_id("open").hover()
    change_under_a_press(page, context)
    page.wait_for_url(f"**/automl/{DOC}/**")


def test_an_answer_held_back_by_a_press_is_shown_after_it(sign_in, served, table, context):
    page = sign_in()
    page.goto(f"{served.url}/automl")
    page.mouse.move(2, 2)
    change_under_a_press(page, context)
    page.get_by_test_id("document").get_by_text("바뀐 이름").wait_for()


def test_a_wrong_prediction_file_marks_its_own_line_alone_and_is_acknowledged(
    sign_in, served, trained, context, now
):
    training = trained("svm")["svm"]
    with transaction(context.engine) as session:
        confirmed = automl_decisions.confirm_model(session, DOC, training_id=training, by="kim", now=now)
        lifecycle.settle(confirmed, RequestStatus.DONE, now=now)
        request = automl_decisions.predict(
            session, DOC, file_name="a.csv", source_path="x", source_sha256="0" * 64, by="kim", now=now
        )
        reason = Sentences("'Milk' 칼럼이 없습니다", "there is no column 'Milk'")
        lifecycle.settle(request, RequestStatus.FAILED, now=now, reason=reason)
        failures.write(session, request, reason, now)
    page = sign_in()
    for stage in STAGES:
        page.goto(f"{served.url}/automl/{DOC}/{stage}")
        expect(page.get_by_test_id("failed")).to_have_count(0)
    line = page.get_by_test_id("prediction")
    expect(line).to_contain_text("'Milk' 칼럼이 없습니다")
    page.goto(f"{served.url}/automl")
    expect(page.get_by_test_id("document")).not_to_contain_text("Milk")
    page.goto(f"{served.url}/now")
    expect(page.get_by_test_id("count-failed")).to_have_text("1")
    page.get_by_test_id("acknowledge").click()
    expect(page.get_by_test_id("count-failed")).to_have_text("0")
    page.goto(f"{served.url}/automl/{DOC}/predict")
    expect(line.get_by_test_id("prediction-status")).to_have_text("실패")
    expect(line.get_by_test_id("acknowledge")).to_have_count(0)


COVERED = """() => [...document.querySelectorAll("[data-testid=column] td.number")].filter((cell) => {
    const box = cell.getBoundingClientRect();
    const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    return !cell.contains(top);
}).length"""


def test_no_statistic_of_a_column_is_covered_at_1280_pixels(sign_in, served, table):
    page = sign_in()
    page.goto(f"{served.url}/automl/{DOC}/data")
    page.get_by_test_id("column").first.wait_for()
    assert page.evaluate(COVERED) == 0
    page.locator("#select-1").click()
    page.get_by_test_id("boxplot").wait_for()
    assert page.evaluate(COVERED) == 0


def test_a_click_on_a_row_opens_its_column(sign_in, served, table):
    page = sign_in()
    page.goto(f"{served.url}/automl/{DOC}/data")
    page.get_by_test_id("column").filter(has_text="12,987.82").get_by_text("12,987.82").click()
    expect(page.get_by_test_id("column-detail")).to_contain_text("Fresh")


def test_deleted_documents_are_taken_back_at_once_or_from_the_trash(sign_in, served, table):
    page = sign_in()
    page.goto(f"{served.url}/automl")
    row = page.get_by_test_id("document")
    row.get_by_test_id("menu").click()
    row.get_by_test_id("delete").click()
    expect(row).to_have_count(0)
    page.locator("#notices").get_by_role("button", name="되돌리기").click()
    expect(row).to_have_count(1)
    row.get_by_role("checkbox").check()
    page.get_by_test_id("delete-ticked").click()
    expect(row).to_have_count(0)
    page.locator("#trash").click()
    assert serious(page) == []
    page.get_by_test_id("restore").click()
    expect(page.get_by_test_id("deleted-document")).to_have_count(0)
    page.goto(f"{served.url}/automl")
    expect(row).to_have_count(1)


def test_names_and_notices_of_any_length_keep_rows_at_one_height(sign_in, served, table, context, now):
    long = "폐기물처리업체별 " * 20
    with transaction(context.engine) as session:
        first = session.get_one(Document, DOC)
        first.name, first.failure = long, Sentences(long, "long")
        session.add(document("261122000000002", now, name="짧은 이름"))
    page = sign_in()
    page.goto(f"{served.url}/automl")
    rows = page.get_by_test_id("document")
    assert len({round(rows.nth(n).bounding_box()["height"]) for n in range(2)}) == 1
    name = page.locator(f"tr[data-id='{DOC}'] td.name")
    assert name.get_attribute("title") == long
    page.goto(f"{served.url}/automl/{DOC}/upload")
    expect(page.get_by_test_id("upload-result")).to_contain_text(long.strip())


def test_many_uploads_leave_the_list_in_sight(sign_in, served, table):
    page = sign_in()
    page.goto(f"{served.url}/automl")
    page.locator("summary.main").click()
    files = [{"name": f"{n}.csv", "mimeType": "text/csv", "buffer": b"x,y\n1,2\n"} for n in range(20)]
    files.append({"name": "empty.csv", "mimeType": "text/csv", "buffer": b""})
    page.locator("input[type=file]").set_input_files(files)
    page.locator(".upload button").click()
    summary = page.get_by_test_id("upload-summary")
    summary.wait_for()
    expect(summary).to_contain_text("20")
    expect(page.locator(".came")).to_contain_text("empty.csv")
    assert page.locator(".came").bounding_box()["height"] < 200
    page.locator(".came summary").click()
    expect(page.locator(".came a")).to_have_count(20)
    assert page.locator(".came").bounding_box()["height"] < 400


def test_a_dropped_file_is_uploaded(sign_in, served, context):
    page = sign_in()
    page.goto(f"{served.url}/automl")
    page.evaluate("""() => {
        const files = new DataTransfer();
        files.items.add(new File(["x,y\\n1,2\\n"], "끌어온 표.csv", { type: "text/csv" }));
        for (const name of ["dragover", "drop"])
            document.querySelector("main").dispatchEvent(
                new DragEvent(name, { dataTransfer: files, bubbles: true, cancelable: true }));
    }""")
    page.get_by_test_id("document").filter(has_text="끌어온 표").wait_for()


def test_the_list_is_sorted_and_found_by_what_its_address_says(sign_in, served, table, context, now):
    with transaction(context.engine) as session:
        session.add(document("261122000000002", now, name="가나다", rows=9))
        session.add(document("261122000000003", now - timedelta(days=9), name="오래된 표", rows=99))
    page = sign_in()
    page.goto(f"{served.url}/automl")
    page.get_by_role("link", name="행", exact=True).click()
    names = page.locator("td.name")
    expect(names).to_have_text(["가나다", "오래된 표", "테스트 - 2022.11.21(01)"])
    page.get_by_role("link", name="행", exact=False).click()
    expect(names).to_have_text(["테스트 - 2022.11.21(01)", "오래된 표", "가나다"])
    page.get_by_label("등록일부터").fill("2026-11-20")
    page.get_by_role("main").get_by_role("button", name="조회").click()
    expect(names).to_have_text(["테스트 - 2022.11.21(01)", "가나다"])
    page.goto(page.url)
    expect(names).to_have_text(["테스트 - 2022.11.21(01)", "가나다"])


def test_on_a_phone_a_model_is_confirmed_beside_its_name(sign_in, served, trained):
    trained("svm", "random_forest")
    page = sign_in(size=(390, 844))
    page.goto(f"{served.url}/automl/{DOC}/confirm")
    row = page.get_by_test_id("training").filter(has_text="SVM")
    for scrolled in (0, 9999):
        page.locator(".wide").first.evaluate("(wide, x) => wide.scrollTo(x, 0)", scrolled)
        name, confirm = row.get_by_test_id("select"), row.get_by_test_id("confirm")
        for part in (name, confirm):
            box = part.bounding_box()
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= 390
        assert name.bounding_box()["x"] + name.bounding_box()["width"] <= confirm.bounding_box()["x"]
    confirm.click()
    page.get_by_test_id("yes").click()
    expect(page.get_by_test_id("status").first).to_have_text("모델 확정")


def test_a_heading_says_what_its_score_means(sign_in, served, trained):
    trained("svm")
    page = sign_in()
    page.goto(f"{served.url}/automl/{DOC}/train")
    meaning = page.locator("#definition-precision-train")
    expect(meaning).to_be_hidden()
    page.get_by_role("button", name="정밀도: 뜻").click()
    expect(meaning).to_contain_text("실제 True인 것의 비율")
    assert serious(page) == []
    page.keyboard.press("Escape")
    expect(meaning).to_be_hidden()


def test_the_stages_say_what_is_done_and_follow_a_decision(sign_in, served, table):
    page = sign_in()
    page.goto(f"{served.url}/automl/{DOC}/data")
    stage = {name: page.get_by_test_id(f"tab-{name}") for name in STAGES}
    expect(stage["upload"].get_by_role("img", name="완료")).to_be_visible()
    expect(stage["data"].get_by_role("img")).to_have_count(0)
    expect(stage["prepare"].get_by_role("img", name="앞 단계를 먼저")).to_be_visible()
    page.get_by_test_id("confirm-data").click()
    expect(stage["data"].get_by_role("img", name="완료")).to_be_visible()
    expect(stage["prepare"].get_by_role("img")).to_have_count(0)


def test_the_stages_follow_work_that_ends_elsewhere(sign_in, served, prepared, context, now):
    with transaction(context.engine) as session:
        document = session.get_one(Document, DOC)
        version, document.plan_version = document.plan_version, None
    page = sign_in()
    page.goto(f"{served.url}/automl/{DOC}/prepare")
    tab = page.get_by_test_id("tab-train")
    expect(tab.get_by_role("img", name="앞 단계를 먼저")).to_be_visible()
    with transaction(context.engine) as session:
        document = session.get_one(Document, DOC)
        document.plan_version, document.updated_at = version, now + timedelta(seconds=1)
    expect(tab.get_by_role("img")).to_have_count(0)
    expect(page.get_by_test_id("tab-prepare")).to_have_attribute("aria-current", "page")


def test_the_scores_of_a_model_appear_while_the_others_are_trained(sign_in, served, prepared, context, now):
    with transaction(context.engine) as session:
        request = lifecycle.ask(
            session,
            RequestKind.TRAIN,
            doc_id=DOC,
            params={"models": ["decision_tree", "svm"]},
            by="kim",
            now=now,
        )
        request.status = RequestStatus.RUNNING
        request_id = request.request_id
        for code in ("decision_tree", "svm"):
            trainings.begin(session, DOC, request_id=request_id, model_code=code, plan_version=1, now=now)
    page = sign_in()
    page.goto(f"{served.url}/automl/{DOC}/train")
    expect(page.get_by_test_id("model-decision_tree")).to_contain_text("학습 중")
    with transaction(context.engine) as session:
        evaluated(session, context, request_id, "decision_tree", 1, {"precision": 0.75}, now, 0.9)
    row = page.locator('[data-testid="training"][data-model="decision_tree"]')
    expect(row).to_contain_text("0.75")
    expect(page.get_by_test_id("work-line")).to_have_count(1)


def test_a_cancelled_training_is_called_cancelled_and_looks_like_no_failure(
    sign_in, served, prepared, context, now
):
    with transaction(context.engine) as session:
        request = lifecycle.ask(
            session, RequestKind.TRAIN, doc_id=DOC, params={"models": ["svm"]}, by="kim", now=now
        )
        request.status = RequestStatus.RUNNING
        request_id = request.request_id
    page = sign_in()
    page.goto(f"{served.url}/automl/{DOC}/train")
    page.get_by_test_id("cancel").click()
    expect(page.get_by_test_id("work-line")).to_contain_text("취소하는 중")
    with transaction(context.engine) as session:
        lifecycle.end_if_cancelled(lifecycle.get(session, request_id), now=now)
    expect(page.get_by_test_id("cancelled")).to_contain_text("취소")
    expect(page.get_by_test_id("work").locator(".bad, .went-wrong")).to_have_count(0)


@pytest.fixture
def charted(trained, context):
    """A trained neural network with all that charts are drawn of; its training id."""
    falling = [1.0, 0.8, 1.0]
    curve = RocCurve("yes", (0.0, 0.1, 1.0), (0.0, 0.8, 1.0), 0.93)
    training_id = trained("neural_network", roc_curves=(curve,))["neural_network"]
    with transaction(context.engine) as session:
        training = trainings.get(session, training_id)
        history = tuple({"step": n, "train_loss": v, "valid_loss": v + 0.1} for n, v in enumerate(falling))
        training.evaluation = replace(training.evaluation, history=history)
        (roc,) = trainings.images(session, training_id)
        for kind in (ImageKind.CONFUSION_MATRIX, ImageKind.LOSS_CURVE):
            picture = {"path": roc.path, "sha256": roc.sha256}
            session.add(TrainingImage(training_id=training_id, kind=kind, **picture))
        column = session.get_one(ColumnInfo, (DOC, 1))
        bins = {"edges": [0.0, 40000.0, 80000.0, 160000.0], "counts": [400, 30, 10]}
        whiskers = {"whisker_low": 758.0, "whisker_high": 32000.0}
        column.profile = column.profile | whiskers | {"histogram": bins, "outliers": [158355.0]}
    return training_id


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_charts_show_their_values_on_hover_and_as_a_table(sign_in, served, charted, scheme):
    page = sign_in(color_scheme=scheme)
    page.goto(f"{served.url}/automl/{DOC}/train")
    page.locator(f"#training-{charted}").click()
    matrix = page.get_by_test_id("picture-11")
    assert "no · 예측" in matrix.locator("g title").nth(1).text_content()
    matrix.get_by_text("숫자로 보기").click()
    expect(matrix.get_by_role("row").nth(1)).to_have_text("no 50 10", use_inner_text=True)
    expect(page.get_by_test_id("picture-12").locator(".legend")).to_contain_text("yes · AUC 0.9300")
    expect(page.get_by_test_id("picture-13").locator("polyline")).to_have_count(2)
    for kind in ("11", "12", "13"):
        with page.expect_download() as coming:
            page.get_by_test_id(f"picture-{kind}").get_by_role("link", name="PNG").click()
        assert coming.value.suggested_filename.endswith(".png")
    assert serious(page) == []
    page.goto(f"{served.url}/automl/{DOC}/data")
    page.locator("#select-1").click()
    detail = page.get_by_test_id("column-detail")
    assert "이상값: 158,355" in detail.locator("svg circle title").text_content()
    detail.get_by_text("숫자로 보기").click()
    expect(detail.get_by_role("row", name="0 ~ 40,000")).to_contain_text("400")
    assert serious(page) == []
