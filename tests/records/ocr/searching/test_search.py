"""Search over texts, file names and companies, on both databases, in step with every change."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.ocr import TextState
from records.engine import reading, transaction
from records.ocr import decisions, documents, texts
from records.ocr.box_editing import box_undo, boxes
from records.ocr.document_lists import ListFilter
from records.ocr.searching import search_candidates
from records.ocr.searching.search import FIRST_DOCUMENTS, SearchFilter, search
from records.ocr.searching.search_index import ENTRY, rebuild
from records.ocr.searching.search_words import misreadings, words_of
from records.ocr.tables import OcrPage, OcrText
from records.purge import Purgeable, purge_document
from work_requests import ocr_decisions

DOC = "261122000000010"
OTHER = "261123000000011"
FIRST = f"{DOC}_01_1"


def _labels(engine, wanted, within=SearchFilter(), **page):  # noqa: B008 - frozen
    with reading(engine) as session:
        return [text.label for text, _ in search(session, wanted, within, **page).texts]


def _names(engine, wanted, within=SearchFilter(), **page):  # noqa: B008 - frozen
    with reading(engine) as session:
        return [document.doc_id for document in search(session, wanted, within, **page).documents]


@pytest.fixture(params=["few", "recent", "by index"])
def way(request, monkeypatch):
    """Which way leads to the entries, however few there are."""
    if request.param != "few":
        monkeypatch.setattr(search_candidates, "FEW_DOCUMENTS", -1)
        monkeypatch.setattr(search_candidates, "FEW_TEXTS", -1)
    if request.param == "recent":
        monkeypatch.setattr(search_candidates, "FREQUENT", 0)
    if request.param == "by index":
        monkeypatch.setattr(search_candidates, "PROBED", 0)


@pytest.fixture
def filled(engine, make_page):
    with transaction(engine) as session:
        make_page(session, "합계 1,234,500 원", "주식회사 새벽", "사업자등록번호", "100% Café_A")
    return engine


@pytest.mark.parametrize(
    ("wanted", "label"),
    [
        ("합계", "합계 1,234,500 원"),
        ("1234500", "합계 1,234,500 원"),
        ("1,234", "합계 1,234,500 원"),
        ("500원", "합계 1,234,500 원"),
        ("식회 사새", "주식회사 새벽"),
        ("자등록번", "사업자등록번호"),
        ("CAFÉ", "100% Café_A"),
        ("0%", "100% Café_A"),
        ("é_a", "100% Café_A"),
    ],
)
def test_a_part_of_a_text_finds_it_whatever_its_spaces_commas_and_case(filled, wanted, label):
    assert _labels(filled, wanted) == [label]


@pytest.mark.parametrize(
    "wanted", ["", "합", " , ", "1235", "식회_사", "합%", '"', "합계 OR 주식", "합계*", "'; DROP"]
)
def test_nothing_else_is_found(filled, wanted):
    assert _labels(filled, wanted) == []


@pytest.mark.parametrize("wanted", ["함계", "합게", "주식희사", "사업자등륵번호", "자등록빈호"])
def test_one_misread_jamo_is_tolerated(filled, wanted):
    assert len(_labels(filled, wanted)) == 1


@pytest.mark.parametrize("wanted", ["함게", "주식희시", "1234600", "각각각각각각각각각각각각각각각"])
def test_two_misread_jamo_and_other_digits_are_not(filled, wanted):
    assert _labels(filled, wanted) == []


def test_exact_matches_come_before_misread_ones_and_newer_before_older(engine, make_page, way):
    with transaction(engine) as session:
        make_page(session, "합계", "합게")
        make_page(session, "합계", "합게", doc_id=OTHER)
    with reading(engine) as session:
        found = [(text.label, document.doc_id) for text, document in search(session, "합계").texts]
    assert found == [("합계", OTHER), ("합계", DOC), ("합게", OTHER), ("합게", DOC)]


def test_the_texts_of_a_page_come_from_top_to_bottom(engine, make_page):
    with transaction(engine) as session:
        make_page(session, "합계 1", "합계 2", "합계 3")
    assert _labels(engine, "합계") == ["합계 1", "합계 2", "합계 3"]
    with transaction(engine) as session:
        rebuild(session.connection())
    assert _labels(engine, "합계") == ["합계 1", "합계 2", "합계 3"]


def test_pages_of_results_follow_each_other(engine, make_page):
    with transaction(engine) as session:
        make_page(session, *[f"합계 {n}" for n in range(3)], "합게")
    with reading(engine) as session:
        first, second, third = (search(session, "합계", start=start, size=2) for start in (0, 2, 4))
    assert [len(page.texts) for page in (first, second, third)] == [2, 2, 0]
    assert (first.has_next, second.has_next, third.has_next) == (True, False, False)
    ids = [text.text_id for page in (first, second) for text, _ in page.texts]
    assert len(set(ids)) == 4


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(
    st.text(
        st.characters(min_codepoint=ord("가"), max_codepoint=ord("힣"))
        | st.sampled_from("0123456789 ,.-()%_abZ"),
        min_size=2,
        max_size=16,
    ).filter(lambda text: len(words_of(text)) > 1),
    st.data(),
)
def test_any_part_of_a_stored_text_finds_it_also_with_one_other_jamo(filled, text, data):
    with transaction(filled) as session:
        now = texts.get(session, FIRST).updated_at
        stored = decisions.correct(session, FIRST, f"{text}끝", by="kim", now=now).label
    words = words_of(text)
    start = data.draw(st.integers(0, len(words) - 2))
    end = data.draw(st.integers(start + 2, len(words)))
    part = words[start:end]
    assert stored in _labels(filled, part)
    syllables = [n for n, one in enumerate(part) if "가" <= one <= "힣"]
    if syllables:
        at = data.draw(st.sampled_from(syllables))
        other = data.draw(st.sampled_from(misreadings(part[at])))
        assert stored in _labels(filled, part[:at] + other + part[at + 1 :])


def test_a_correction_is_found_at_once_and_what_it_replaced_is_not(filled, now):
    with transaction(filled) as session:
        decisions.correct(session, FIRST, "공급가액", by="kim", now=now)
    assert _labels(filled, "공급가액") == ["공급가액"]
    assert _labels(filled, "1234500") == []
    with transaction(filled) as session:
        decisions.reopen(session, [FIRST], by="kim", now=now)
    assert _labels(filled, "공급가액") == []
    assert _labels(filled, "1234500") == ["합계 1,234,500 원"]


def test_a_correction_keeps_its_place_among_the_results(engine, make_page, now):
    with transaction(engine) as session:
        make_page(session, "합계 1", "합계 2")
        make_page(session, "합계 3", doc_id=OTHER)
    before = _labels(engine, "합계")
    with transaction(engine) as session:
        decisions.correct(session, FIRST, "합계 7", by="kim", now=now)
    assert _labels(engine, "합계") == [label.replace("합계 1", "합계 7") for label in before]


def test_a_change_that_is_rolled_back_changes_nothing(filled, now):
    with pytest.raises(ZeroDivisionError), transaction(filled) as session:
        decisions.correct(session, FIRST, "공급가액", by="kim", now=now)
        session.flush()
        raise ZeroDivisionError
    assert _labels(filled, "공급가액") == []
    assert _labels(filled, "합계") == ["합계 1,234,500 원"]


def test_a_removed_box_is_not_found_until_it_is_back(filled, now):
    with transaction(filled) as session:
        edit = boxes.remove(session, [FIRST], by="kim", now=now).edit_id
    assert _labels(filled, "합계") == []
    with transaction(filled) as session:
        box_undo.undo(session, edit, by="kim", now=now)
    assert _labels(filled, "합계") == ["합계 1,234,500 원"]


def test_reading_a_page_again_replaces_what_is_found(filled, read_text, now):
    with transaction(filled) as session:
        page = session.get_one(OcrPage, (DOC, 1))
        number = texts.next_number(session, DOC, 1)
        texts.replace_read(session, page, [read_text("공급가액", 0)], first=number, network_id="n", now=now)
    assert _labels(filled, "합계") == []
    assert _labels(filled, "공급가액") == ["공급가액"]


def test_documents_in_the_trash_are_not_found_until_they_are_restored(filled, now):
    with transaction(filled) as session:
        ocr_decisions.delete(session, DOC, by="kim", now=now)
    assert (_labels(filled, "합계"), _names(filled, "영수증")) == ([], [])
    with transaction(filled) as session:
        ocr_decisions.restore(session, DOC, by="kim", now=now)
    assert _labels(filled, "합계") == ["합계 1,234,500 원"]


def test_purging_a_document_takes_its_entries_out(filled, now):
    with transaction(filled) as session:
        ocr_decisions.delete(session, DOC, by="kim", now=now)
        purge_document(session, Purgeable("ocr", DOC, "영수증.png", now))
    with reading(filled) as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(ENTRY)) == 0
    assert _labels(filled, "합계") == []


def test_documents_are_found_by_file_name_and_company_and_by_their_new_names(filled, now):
    with transaction(filled) as session:
        ocr_decisions.rename(session, DOC, file_name="견적서 11월.pdf", company="한빛상사", by="kim", now=now)
    assert _names(filled, "견적서11월") == [DOC]
    assert _names(filled, "한빗상사") == [DOC]
    assert _labels(filled, "한빛상사") == []
    with transaction(filled) as session:
        ocr_decisions.rename(session, DOC, company="은하상사", by="kim", now=now)
    assert _names(filled, "한빛상사") == []
    assert _names(filled, "은하상사") == [DOC]


@pytest.fixture
def companies(engine, make_page, now):
    """Ids of more documents than a search lists first, newest first; both names of each have the same words."""
    doc_ids = [f"2611220000000{n + 20}" for n in range(2 * FIRST_DOCUMENTS + 2)]
    with transaction(engine) as session:
        for doc_id in doc_ids:
            make_page(session, "합계", doc_id=doc_id)
            ocr_decisions.rename(session, doc_id, file_name="새벽.pdf", company="새벽", by="kim", now=now)
    return doc_ids[::-1]


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("wanted", ["새벽", "새벅"])
def test_all_documents_with_a_name_are_listed_each_once_page_by_page(engine, companies, wanted):
    pages, first = [], 0
    has_more = True
    while has_more:
        with reading(engine) as session:
            found = search(session, wanted, first_document=first, sees_numbers=False)
        pages.append([one.doc_id for one in found.documents])
        has_more, first = found.has_more_documents, first + FIRST_DOCUMENTS
    assert [len(page) for page in pages] == [FIRST_DOCUMENTS, FIRST_DOCUMENTS, 2]
    assert [doc_id for page in pages for doc_id in page] == companies
    with reading(engine) as session:
        exactly = search(session, wanted, documents=len(companies))
    assert (len(exactly.documents), exactly.has_more_documents) == (len(companies), False)


def test_a_search_for_documents_alone_finds_no_texts_and_one_for_texts_no_documents(engine, companies, now):
    with transaction(engine) as session:
        decisions.correct(session, f"{companies[0]}_01_1", "새벽", by="kim", now=now)
    with reading(engine) as session:
        of_documents = search(session, "새벽", size=0)
        of_texts = search(session, "새벽", documents=0)
    assert (of_documents.texts, of_documents.has_next, len(of_documents.documents)) == ([], False, 5)
    assert ([text.label for text, _ in of_texts.texts], of_texts.documents) == (["새벽"], [])
    assert not of_texts.has_more_documents


def test_documents_behind_those_that_are_left_out_are_found(engine, make_page):
    with transaction(engine) as session:
        for n in range(12):
            name = "900101-1234567.png" if n > 5 else "1234.png"
            make_page(session, "합계", doc_id=f"2611220000000{n + 20}").file_name = name
    with reading(engine) as session:
        found = search(session, "1234", sees_numbers=False)
    assert ([one.file_name for one in found.documents], found.has_more_documents) == (["1234.png"] * 5, True)


def test_filters_narrow_the_results(engine, make_page, now, way):
    with transaction(engine) as session:
        make_page(session, "합계 1", "합계 2", "함계 5")
        make_page(session, "합계 3", doc_id=OTHER)
        ocr_decisions.rename(session, OTHER, company="한빛상사", by="kim", now=now)
        documents.get(session, OTHER).day = "2026-11-23"
        decisions.correct(session, FIRST, "합계 9", by="kim", now=now)

    def of(**values):
        return _labels(engine, "합계", SearchFilter(ListFilter(**values)))

    assert of(company="한빛") == ["합계 3"]
    assert of(since="2026-11-23") == ["합계 3"]
    assert of(until="2026-11-22") == ["합계 9", "합계 2", "함계 5"]
    assert of(until="2026-11-01") == []
    assert _labels(engine, "합계", SearchFilter(state=TextState.CORRECTED)) == ["합계 9"]
    assert _labels(engine, "할계", SearchFilter(state=TextState.CORRECTED)) == ["합계 9"]
    assert _labels(engine, "합계", SearchFilter(state=TextState.UNREADABLE)) == []
    assert _names(engine, "한빛", SearchFilter(state=TextState.CORRECTED)) == []


def test_the_index_is_made_from_the_rows(filled, now):
    with transaction(filled) as session:
        # A statement that goes past the session's events.
        session.execute(sa.update(OcrText).where(OcrText.text_id == FIRST).values(text="공급가액"))
        rebuild(session.connection())
    assert _labels(filled, "공급가액") == ["공급가액"]
    assert _labels(filled, "1234500") == []
    with transaction(filled) as session:
        decisions.correct(session, FIRST, "합계", by="kim", now=now)
    assert _labels(filled, "공급가액") == []


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("wanted", ["1234567", "900101-1234567", "1234", "01-12", "홍길동 900101-1234567"])
def test_masked_digits_find_nothing_for_those_who_do_not_see_them(engine, make_page, wanted):
    with transaction(engine) as session:
        make_page(session, "홍길동 900101-1234567", "합계")
    assert _labels(engine, wanted) == ["홍길동 900101-1234567"]
    assert _labels(engine, wanted, sees_numbers=False) == []


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("wanted", ["홍길동", "900101", "홍길둥 900101", "동900101-1"])
def test_a_text_with_a_masked_number_is_found_by_what_is_seen_of_it(engine, make_page, wanted):
    with transaction(engine) as session:
        make_page(session, "홍길동 900101-1234567")
    assert _labels(engine, wanted, sees_numbers=False) == ["홍길동 900101-1234567"]


@pytest.mark.usefixtures("way")
def test_results_behind_those_that_are_left_out_are_found(engine, make_page):
    with transaction(engine) as session:
        make_page(session, *["900101-1234567"] * 5, *[f"{n} 1234" for n in range(5)])
    assert _labels(engine, "1234", size=3, sees_numbers=False) == ["0 1234", "1 1234", "2 1234"]
    assert _labels(engine, "1234", start=3, size=3, sees_numbers=False) == ["3 1234", "4 1234"]


def test_names_of_documents_are_not_found_by_masked_digits(engine, make_page):
    with transaction(engine) as session:
        make_page(session, "합계").file_name = "홍길동_900101-1234567.png"
    for wanted, found in (("1234567", []), ("홍길동", [DOC])):
        with reading(engine) as session:
            documents_found = search(session, wanted, sees_numbers=False).documents
        assert [document.doc_id for document in documents_found] == found
