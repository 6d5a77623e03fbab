"""Reports say what is known, in either language, for any kind of model and however odd the names."""

from __future__ import annotations

import html
import io
import re
from dataclasses import replace

import pikepdf
import pypdfium2
import pytest

from automl_lib.evaluation.bootstrap import ScoreInterval
from automl_lib.report import SourceFile, report_on, to_html, to_pdf
from automl_lib.report.blocks import Bars
from domain.columns import ColumnType
from domain.evaluations import ClassScores
from domain.explanations import Dependence, DependencePoint, Importance, ModelExplanation
from domain.messages import Message, Sentences

PICTURE = re.compile(rb'<img[^>]* src="data:image/png;base64,([^"]+)"')
SOURCES = ("class_source", "number_source", "cluster_source")


def text_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)


def words(page: bytes) -> str:
    return html.unescape(
        re.sub(r"<[^>]*>", " ", re.sub(r"<style>.*?</style>", "", page.decode(), flags=re.S))
    )


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("random_forest", "are predicted too near to them"),
        ("svm", "are predicted too near to them"),
        ("linear", "go on as within them"),
        ("ensemble", "go on as within them"),
    ],
)
def test_limits_say_what_a_family_does_beyond_the_values_of_the_table(number_source, code, said):
    columns = [
        {**column, "min": 79.1, "max": 360.6} if column["key"] == number_source.plan.target else column
        for column in number_source.columns
    ]
    source = replace(number_source, model_code=code, columns=columns)
    sentences = [
        line for line in words(to_html(report_on(source, "en"))).splitlines() if "79.1 to 360.6)" in line
    ]
    assert len(sentences) == 1
    assert said in sentences[0]


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("name", SOURCES)
def test_both_forms_say_the_same(request, name, language):
    report = report_on(request.getfixturevalue(name), language)
    page, pdf = words(to_html(report)), text_of(to_pdf(report))
    for section in report.sections:
        assert section.title in page
        assert section.title in pdf
    for figure in report.figures:
        assert figure.value in page
        assert figure.value in pdf


def test_a_report_on_classes_has_scores_with_intervals_and_limits(class_source):
    page = words(to_html(report_on(class_source, "ko")))
    area = class_source.intervals["roc_auc"]
    assert f"{area.low:.3f} – {area.high:.3f}" in page
    for word in (
        "매장.xlsx",
        "ab" * 32,
        "고객",
        "주의할 것",
        "학습 행이",
        "의사결정트리",
        "SVM",
        "2026-11-30",
    ):
        assert word in page


def test_why_the_model_was_recommended_is_said_with_its_cross_validated_score(class_source):
    reason = Message("{name}: 0.85 in cross-validation", name="SVM")
    page = words(to_html(report_on(replace(class_source, choice=[reason]), "en")))
    assert "SVM: 0.85 in cross-validation" in page


def test_a_value_that_few_rows_have_is_not_shown(class_source):
    page = words(to_html(report_on(class_source, "ko")))
    assert "서울" in page
    assert "홀로" not in page


def test_reasons_are_there_once_the_training_is_explained(class_source):
    explanation = ModelExplanation(
        outputs=("yes",), metric="roc_auc", score=0.9, rows=40, repeats=5,
        importances=(Importance(("Fresh",), 0.2, 0.01), Importance(("지역",), -0.01, 0.01)),
        groups=(Importance(("Fresh", "Milk"), 0.3, 0.02),),
        notes=(Sentences("행이 적습니다", "few rows"),),
    )  # fmt: skip
    titles = [section.title for section in report_on(class_source, "en").sections]
    assert "What the predictions depend on" not in titles
    page = words(to_html(report_on(replace(class_source, explanation=explanation), "en")))
    for word in ("What the predictions depend on", "Fresh + Milk", "0.300 ± 0.020", "few rows"):
        assert word in page


def test_bars_of_columns_and_of_groups_have_one_scale(class_source):
    explanation = ModelExplanation(
        ("yes",), "roc_auc", 0.9, 40, 5,
        importances=(Importance(("Fresh",), 0.2, 0.01), Importance(("Milk",), 0.1, 0.01)),
        groups=(Importance(("Fresh", "Milk"), 0.4, 0.02),),
    )  # fmt: skip
    report = report_on(replace(class_source, explanation=explanation), "en")
    bars = [block for section in report.sections for block in section.blocks if isinstance(block, Bars)]
    lengths = [{name: length for name, length, _ in one.rows} for one in bars]
    assert lengths == [{"Fresh": 0.5, "Milk": 0.25}, {"Fresh + Milk": 1.0}]


def explained(source, *dependences):
    explanation = ModelExplanation(("yes",), "roc_auc", 0.9, 40, 5, dependences=dependences)
    return replace(source, explanation=explanation)


def test_each_partial_dependence_is_a_picture_with_a_sentence(class_source):
    source = explained(
        class_source,
        Dependence(
            "Fresh", ColumnType.REAL, (DependencePoint(1.0, (0.2,)), DependencePoint(90_000.0, (0.7,)))
        ),
        Dependence(
            "가입일",
            ColumnType.DATE,
            (DependencePoint("2024-01-01", (0.7,)), DependencePoint("2024-09-01", (0.1,))),
        ),
    )
    page, pdf = to_html(report_on(source, "ko")), to_pdf(report_on(source, "ko"))
    assert len(PICTURE.findall(page)) == 3 + 2  # confusion matrix, ROC curve, calibration; two dependences
    for sentence in (
        "'Fresh' 1~90,000: 'yes'의 평균 예측 확률이 20.0%에서 70.0%로 높아집니다.",
        "'가입일' 2024-01-01~2024-09-01: 'yes'의 평균 예측 확률이 70.0%에서 10.0%로 낮아집니다.",
    ):
        assert sentence in words(page)
        assert sentence in re.sub(r"\s+", " ", text_of(pdf))


def test_pictures_are_worded_in_the_language_of_the_report(class_source):
    points = (DependencePoint(1.0, (0.2,)), DependencePoint(2.0, (0.7,)))
    source = explained(class_source, Dependence("Fresh", ColumnType.REAL, points))
    korean, english = (PICTURE.findall(to_html(report_on(source, language))) for language in ("ko", "en"))
    assert len(korean) == len(english) == 4
    assert not set(korean) & set(english)


def test_what_pictures_show_is_said_on_their_page(class_source):
    points = (DependencePoint(1.0, (0.2,)), DependencePoint(2.0, (0.7,)))
    found = set()
    for rows in range(0, 60, 15):
        notes = tuple(Sentences(f"주의 {n}", f"note {n}") for n in range(rows))
        source = explained(class_source, Dependence("Fresh", ColumnType.REAL, points))
        source = replace(source, explanation=replace(source.explanation, notes=notes))
        with pypdfium2.PdfDocument(to_pdf(report_on(source, "ko"))) as document:
            pages = [page.get_textpage().get_text_range() for page in document]
        (about,) = (number for number, text in enumerate(pages) if "부분 의존도" in text)
        assert "20.0%에서" in pages[about]
        found.add(about)
    assert len(found) > 1  # somewhere between, a page was begun for both


def test_categories_that_few_rows_have_are_not_in_a_dependence(class_source):
    names = ("서울", "부산", "홀로")
    label = class_source.columns[0]["label"]
    columns = [
        {**one, "top_values": [["서울", 9], ["부산", 7], ["홀로", 4]]} if one["label"] == label else one
        for one in class_source.columns
    ]
    points = tuple(DependencePoint(name, (0.1 + 0.3 * at,)) for at, name in enumerate(names))
    source = explained(replace(class_source, columns=columns), Dependence(label, ColumnType.TEXT, points))
    page = words(to_html(report_on(source, "ko")))
    assert "'부산'일 때 가장 높고(40.0%)" in page
    assert "홀로" not in page


def test_a_model_that_may_be_chance_is_said_to_be(class_source):
    chance = replace(class_source, intervals={"roc_auc": ScoreInterval(0.41, 0.63)})
    assert "no better than chance" in words(to_html(report_on(chance, "en")))
    assert "no better than chance" not in words(to_html(report_on(class_source, "en")))


def test_forty_classes_and_a_rare_one(class_source):
    scores = class_source.evaluation.classification
    per_class = {f"범주{n}": ClassScores(0.5, 0.5, 0.5, None, 1 + 20 * (n > 0)) for n in range(60)}
    matrix = tuple(tuple(int(one == other) for other in range(60)) for one in range(60))
    many = replace(
        scores,
        per_class=per_class,
        labels=tuple(per_class),
        confusion_matrix=matrix,
        positive_class=None,
        rows=1_240,
    )
    evaluation = replace(class_source.evaluation, scores=many)
    pdf = text_of(to_pdf(report_on(replace(class_source, evaluation=evaluation), "ko")))
    assert "범주39" in pdf
    assert "범주45" not in pdf
    assert "외 범주 20개" in pdf
    assert "'범주0'이 드뭅니다" in pdf


def test_odd_names_break_nothing(class_source):
    name = "<script>alert(1)</script> " + "아주긴한국어이름" * 60 + " 🎉\u202e\x00\ud800"
    odd = replace(
        class_source,
        document=name,
        files=[SourceFile(name, 3, "ab" * 32), SourceFile(name, 4, "cd" * 32, name)],
        remarks=[Sentences(name, name)],
        columns=[{**one, "label": name} for one in class_source.columns] * 20,
    )
    report = report_on(odd, "ko")
    assert b"<script" not in to_html(report)
    assert pikepdf.open(io.BytesIO(to_pdf(report))).pages


def test_nothing_is_asked_of_the_network(class_source):
    page = to_html(report_on(class_source, "ko")).decode()
    assert "default-src 'none'" in page
    assert not re.search(r"(src|href)=\"(?!data:)", page)


@pytest.mark.parametrize("name", SOURCES)
def test_the_pdf_holds_only_the_letters_it_uses_and_names_its_language(request, name):
    pdf = to_pdf(report_on(request.getfixturevalue(name), "ko"))
    assert len(pdf) < 400_000
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert document.Root.Lang == "ko"
        assert "매장" in str(document.docinfo["/Title"])


def test_large_numbers_are_written_without_powers_and_noise(number_source):
    errors = number_source.evaluation.regression
    evaluation = replace(number_source.evaluation, scores=replace(errors, mae=129_554.70000000001))
    page = words(to_html(report_on(replace(number_source, evaluation=evaluation), "ko")))
    assert "129,555" in page
    assert not re.search(r"\de\+\d", page)


def test_the_range_of_a_number_is_that_of_the_table(number_source):
    key = number_source.plan.target
    columns = [
        {**one, "min": 99_000.0, "max": 4_160_000.0} if one["key"] == key else one
        for one in number_source.columns
    ]
    page = words(to_html(report_on(replace(number_source, columns=columns), "ko")))
    assert "99,000~4,160,000" in page
