"""A document's fields on the screen: what needs a person first, decisions and refusals."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest

from domain.access import Role
from domain.document_fields import DocumentKind, FieldState
from domain.ocr import OcrStatus
from domain.reading_limits import FieldLimit
from records import companies
from records.engine import reading, transaction
from records.ocr import documents, texts
from records.ocr.document_fields import field_decisions, fields
from records.ocr.document_fields.field_tables import OcrField
from tests.field_reader import bring_statement, reading_fields
from tests.statement_page import DOC

TOTAL = fields.field_id(DOC, 0, "total_amount")


@pytest.fixture
def context(context):
    return reading_fields(context)


def shown(page):
    """Keys of the fields of the document by the group they are shown in, in order."""
    found = re.findall(r'class="one-field (\w+)"[^>]*data-id="[^"]*:0:(\w+)"', page)
    groups = {}
    for group, key in found:
        groups.setdefault(group, []).append(key)
    return groups


def field(context, key="total_amount", line=0):
    with reading(context.engine) as session:
        return fields.get(session, fields.field_id(DOC, line, key))


def decide(client, context, action, value="", **other):
    version = other.pop("version", field(context).version)
    sent = {"action": action, "value": value, "version": version}
    return client.post(f"/ocr/fields/{TOTAL}", json=sent)


def test_contradicted_line_items_are_named_above_all_fields_and_lead_to_their_values(visit, context):
    bring_statement(context, amount_1="70,000")
    client = visit(Role.EDITOR)
    page = client.get(f"/ocr/{DOC}/fields").text
    notice = page[page.index('data-testid="wrong-lines"') : page.index("one-field")]
    wrong = fields.field_id(DOC, 1, "amount")
    assert f'data-to="{wrong}">공급가액 70,000</a>' in notice
    assert f"at={quote(wrong, safe='')}" in notice
    assert notice.count("수량 × 단가는") == 1
    assert "2번째 줄" not in notice
    version = field(context, "amount", 1).version
    sent = {"action": "correct", "value": "10,000", "version": version}
    answer = client.post(f"/ocr/fields/{wrong}", json=sent).json()
    assert "wrong-lines" not in answer["wrong_lines"]
    assert 'data-testid="wrong-lines"' not in client.get(f"/ocr/{DOC}/fields").text


def test_contradicted_fields_come_first_and_those_not_found_last(visit, context):
    bring_statement(context, total="84,650", date=None)
    page = visit(Role.VIEWER).get(f"/ocr/{DOC}/fields").text
    groups = shown(page)
    assert list(groups) == ["contradicted", "unread", "unchecked", "proven", "absent"]
    assert (groups["contradicted"], groups["unread"]) == (["total_amount"], ["issue_date"])
    assert "공급가액과 세액을 더하면 34,650원인데 합계는 84,650원입니다." in page
    assert page.count('data-testid="line-item"') == 2
    assert "readonly" in page
    assert "data-act=" not in page


def test_an_accepted_repair_proves_the_field(visit, context):
    bring_statement(context, total="84,650")
    client = visit(Role.EDITOR)
    assert "제안값" in client.get(f"/ocr/{DOC}/fields").text
    answer = decide(client, context, "accept").json()
    now = {one["id"]: one for one in answer["fields"]}[TOTAL]
    assert (now["value"], now["group"], answer["stale"], answer["blocked"]) == ("34,650", "proven", False, "")
    assert "증명됨" in now["about"]


def test_a_typed_value_is_shown_in_its_normal_form(visit, context):
    bring_statement(context, total="84,650")
    answer = decide(visit(Role.EDITOR), context, "correct", "34650 원").json()
    now = {one["id"]: one for one in answer["fields"]}[TOTAL]
    assert (now["value"], now["group"]) == ("34,650", "proven")
    assert field(context).by == "kim"


def test_a_field_that_another_person_changed_is_refused_with_a_sentence(visit, context, now):
    bring_statement(context, total="84,650")
    with transaction(context.engine) as session:
        field_decisions.correct(session, TOTAL, "1", by="lee", now=now)
    answer = decide(visit(Role.EDITOR), context, "correct", "34,650", version=1)
    assert answer.status_code == 422
    assert "lee" in answer.json()["refused"]


def test_viewers_decide_nothing(visit, context):
    bring_statement(context, total="84,650")
    assert decide(visit(Role.VIEWER), context, "accept").status_code == 403
    assert field(context).corrected is None


def test_a_document_with_a_contradicted_field_is_not_confirmed(visit, context):
    bring_statement(context, total="84,650")
    client = visit(Role.EDITOR)
    answer = client.post(f"/ocr/{DOC}/fields/confirm")
    assert answer.status_code == 409
    assert "검증 완료할 수 없습니다" in answer.text
    decide(client, context, "confirm")
    assert client.post(f"/ocr/{DOC}/fields/confirm").status_code == 204
    assert field(context, "supply_amount").confirmed


def test_the_history_of_a_field_is_shown(visit, context):
    bring_statement(context, total="84,650")
    client = visit(Role.EDITOR)
    decide(client, context, "accept")
    page = client.get(f"/ocr/fields/{TOTAL}/history").text
    assert page.count('data-testid="history"') == 1
    assert "제안값 적용" in page


def test_another_kind_has_other_fields(visit, context):
    bring_statement(context)
    client = visit(Role.EDITOR)
    assert client.post(f"/ocr/{DOC}/kind", data={"kind": DocumentKind.RECEIPT.value}).status_code == 204
    assert "company_name" in str(shown(client.get(f"/ocr/{DOC}/fields").text))
    assert "영수증" in client.get(f"/ocr/{DOC}/fields/history").text
    client.post(f"/ocr/{DOC}/kind", data={"kind": ""})
    assert "supplier_name" in str(shown(client.get(f"/ocr/{DOC}/fields").text))
    assert client.post(f"/ocr/{DOC}/kind", data={"kind": "letter"}).status_code == 409


def test_a_company_that_a_document_names_becomes_known_and_the_document_follows(visit, context):
    bring_statement(context)
    client = visit(Role.EDITOR)
    assert 'data-testid="know-supplier"' in client.get(f"/ocr/{DOC}/fields").text
    client.post(f"/ocr/{DOC}/known-company", data={"party": "supplier"})
    with reading(context.engine) as session:
        (company,) = companies.all_companies(session)
        assert (company.name, company.number, company.doc_id) == ("새벽상사", "124-81-00998", DOC)
        assert documents.get(session, DOC).company == "새벽상사"
    assert field(context, "supplier_name").state == FieldState.PROVEN
    assert 'data-testid="know-supplier"' not in client.get(f"/ocr/{DOC}/fields").text


def test_a_company_that_becomes_known_proves_the_names_of_earlier_documents(visit, context):
    bring_statement(context)
    client = visit(Role.EDITOR)
    client.post("/companies", data={"name": "새벽상사", "number": "124-81-00998"})
    assert field(context, "supplier_name").state == FieldState.PROVEN
    with reading(context.engine) as session:
        (company,) = companies.all_companies(session)
    client.post(f"/companies/{company.company_id}/delete")
    assert field(context, "supplier_name").state == FieldState.UNCHECKED


def test_a_company_whose_number_is_corrected_proves_no_document_with_the_old_one(visit, context):
    bring_statement(context)
    client = visit(Role.EDITOR)
    client.post("/companies", data={"name": "새벽상사", "number": "124-81-00998"})
    with reading(context.engine) as session:
        (company,) = companies.all_companies(session)
    changed = {"company_id": company.company_id, "name": "저녁상사", "number": "120-81-47521"}
    client.post("/companies", data=changed)
    assert field(context, "supplier_name").state == FieldState.UNCHECKED


def test_a_document_does_not_rename_a_company_that_is_known_meanwhile(visit, context):
    bring_statement(context, name="새벅상사")
    client = visit(Role.EDITOR)
    client.post("/companies", data={"name": "새벽상사", "number": "124-81-00998"})
    assert client.post(f"/ocr/{DOC}/known-company", data={"party": "supplier"}).status_code == 409
    with reading(context.engine) as session:
        assert [one.name for one in companies.all_companies(session)] == ["새벽상사"]


def test_resident_numbers_are_shown_whole_to_admins_alone(visit, context):
    bring_statement(context, title="사업자등록증", date_label="주민등록번호", date="900101-1234568")
    assert field(context, "resident_number").value == "900101-1******"
    assert "900101-1234568" not in visit(Role.EDITOR).get(f"/ocr/{DOC}/fields").text
    assert "900101-1234568" in visit(Role.ADMIN, "boss").get(f"/ocr/{DOC}/fields").text


def test_admins_see_the_fields_where_the_text_of_a_resident_number_was_taken_away(visit, context):
    bring_statement(context, title="사업자등록증", date_label="주민등록번호", date="900101-1234568")
    with transaction(context.engine) as session:
        session.get_one(OcrField, fields.field_id(DOC, 0, "resident_number")).text_ids = [f"{DOC}_001_9999"]
    assert visit(Role.ADMIN, "boss").get(f"/ocr/{DOC}/fields").status_code == 200


def test_a_document_without_fields_says_so(visit, page_of):
    page_of(("글자", 0.9), doc_id="261122000000010")
    page = visit(Role.VIEWER).get("/ocr/261122000000010/fields").text
    assert "아직 항목을 읽지 않았습니다" in page


def test_the_last_text_does_not_complete_a_document_with_a_contradiction(visit, context):
    bring_statement(context, total="84,650")
    client = visit(Role.EDITOR)
    with reading(context.engine) as session:
        found = documents.get(session, DOC)
        seen = {text.text_id: text.version for text in texts.of_document(session, DOC)}
    assert found.status == OcrStatus.EXTRACTED
    client.post("/ocr/texts/confirm", json={"seen": seen})
    with reading(context.engine) as session:
        assert documents.get(session, DOC).status == OcrStatus.EXTRACTED
    assert 'data-testid="blocked"' in client.get(f"/ocr/{DOC}").text
    decide(client, context, "correct", "34,650")
    with reading(context.engine) as session:
        assert documents.get(session, DOC).status == OcrStatus.CHECKED


def test_what_a_limit_left_out_is_said_above_the_fields(visit, context):
    bring_statement(context)
    client = visit(Role.VIEWER)
    assert 'data-testid="limit"' not in client.get(f"/ocr/{DOC}/fields").text
    with transaction(context.engine) as session:
        documents.get(session, DOC).fields_limits = [FieldLimit.TOO_MANY_ITEM_ROWS]
    page = client.get(f"/ocr/{DOC}/fields").text
    assert page.count('data-testid="limit"') == 1
    assert FieldLimit.TOO_MANY_ITEM_ROWS.message.ko in page


def test_the_last_decision_is_taken_back_with_all_that_follows_from_it(visit, context):
    bring_statement(context, total="84,650")
    client = visit(Role.EDITOR)
    assert 'data-undo-place="' in client.get(f"/ocr/{DOC}/fields").text
    decide(client, context, "accept")
    answer = client.post(f"/ocr/{DOC}/fields/undo")
    now = {one["id"]: one for one in answer.json()["fields"]}[TOTAL]
    assert (now["value"], now["group"], answer.json()["undone"]) == ("84,650", "contradicted", [TOTAL])
    assert answer.json()["blocked"]
    assert "되돌리기" in client.get(f"/ocr/fields/{TOTAL}/history").text
    nothing = client.post(f"/ocr/{DOC}/fields/undo")
    assert (nothing.status_code, "되돌릴" in nothing.json()["refused"]) == (422, True)


def test_viewers_take_nothing_back(visit, context):
    bring_statement(context, total="84,650")
    viewer = visit(Role.VIEWER)
    assert viewer.post(f"/ocr/{DOC}/fields/undo").status_code == 403
    assert 'data-undo-place="' not in viewer.get(f"/ocr/{DOC}/fields").text
