"""Layouts are learnt from confirmed documents at night, and used only where unseen ones come out better."""

from __future__ import annotations

import dagster as dg
import pytest

from assets.ocr.document_fields import find_document_kind, read_document_fields
from assets.ocr.layout_learning import groups, learn_all, split
from assets.ocr.learnt_layouts import learnt_layouts
from domain.document_fields import FieldState, FieldType
from domain.document_layouts import LayoutState
from ocr_lib.fields import FieldLimits
from ocr_lib.fields.learnt import LearntLayout
from records.engine import transaction
from records.ocr import documents, texts
from records.ocr.document_fields import field_decisions, fields, layout_decisions, layouts
from records.ocr.document_fields.layout_decisions import NamedField
from records.ocr.document_fields.layouts import ConfirmedDocument
from records.ocr.texts import ReadText
from resources.database import Database
from tests.factories import read_document
from tests.ocr_lib.fields.learnt.supplier_pages import page

KIND = "출하 확인지"
DOCUMENTS = {
    "261122000000031": ("2026-11-02", "AB-0017", 120_000),
    "261122000000032": ("2026-11-09", "AB-1203", 64_500),
    "261122000000033": ("2026-11-20", "AB-0988", 7_300),
    "261122000000034": ("2026-11-21", "AB-7001", 98_000),
}
FIRST, SECOND, THIRD, FOURTH = DOCUMENTS
NAMED = (
    ("묶음 번호", FieldType.TEXT, 1),
    ("issue_date", FieldType.DATE, 3),
    ("supplier_number", FieldType.BUSINESS_NUMBER, 6),
    ("total_amount", FieldType.WON, 12),
)


class Settings:
    apply_repairs = False
    field_limits = FieldLimits


class Home:
    """A database into which read documents of one supplier are brought."""

    def __init__(self, engine, now):
        self.engine, self.at = engine, now
        self.database = Database(url=engine.url.render_as_string(hide_password=False))

    def bring(self, doc_id):
        with transaction(self.engine) as session:
            found = [_read(one) for one in page(*DOCUMENTS[doc_id], rows=2)]
            read_document(session, doc_id, self.at, found, size=(1_200, 700), company="")
        self.read(doc_id)

    def read(self, doc_id):
        find_document_kind(self.database, doc_id)
        return read_document_fields(self.database, Settings(), doc_id, self.at)

    def name_kind(self, doc_id=FIRST, kind=KIND, named=NAMED, more=()):
        named = [
            NamedField(name, of, 1, (texts.text_id(doc_id, 1, n + 1),)) for name, of, n in (*named, *more)
        ]
        with transaction(self.engine) as session:
            layout_decisions.name_kind(session, doc_id, kind, named, by="kim", now=self.at)
        self.read(doc_id)

    def confirm(self, doc_id):
        with transaction(self.engine) as session:
            field_decisions.confirm_document(session, doc_id, by="kim", now=self.at)

    def values(self, doc_id):
        with transaction(self.engine) as session:
            return {row.key: row.value for row in fields.of_document(session, doc_id) if row.value}

    def row(self, key, doc_id=FIRST):
        with transaction(self.engine) as session:
            field = fields.get(session, fields.field_id(doc_id, 0, key))
            return field.value, field.amount, field.state

    def layout(self, kind=KIND):
        with transaction(self.engine) as session:
            return layouts.of_kind(session, kind)

    def learn(self):
        failures = []
        results = learn_all(self.database, self.at, failures.append)
        assert failures == []
        return results


def _read(text):
    (x0, y0), _, (x1, y1), _ = text.quad
    return ReadText(
        text=text.text,
        score=0.9,
        box=(round(x0), round(y0), round(x1), round(y1)),
        quad=[list(point) for point in text.quad],
        crop_path="ocr/crops/1.png",
        crop_sha256="0" * 64,
    )


def printed(doc_id):
    day, number, amount = DOCUMENTS[doc_id]
    return {
        "묶음 번호": number,
        "issue_date": day,
        "supplier_number": "220-81-62517",
        "total_amount": str(amount),
    }


@pytest.fixture
def home(engine, now):
    return Home(engine, now)


def test_a_kind_that_a_person_named_on_one_document_reads_the_next(home):
    home.bring(FIRST)
    home.name_kind()
    assert home.values(FIRST) == printed(FIRST)
    home.bring(SECOND)
    assert home.values(SECOND) == printed(SECOND)
    with transaction(home.engine) as session:
        assert documents.get(session, SECOND).kind == KIND


def test_a_second_kind_that_is_named_on_the_same_document_is_read_too(home):
    home.bring(FIRST)
    home.name_kind(kind="출하 확인서")
    home.name_kind()
    assert home.layout().state == LayoutState.USED
    assert home.values(FIRST)["묶음 번호"] == "AB-0017"


def test_what_people_write_into_a_field_of_their_own_is_put_into_normal_form(home):
    home.bring(FIRST)
    home.name_kind(more=(("운임", FieldType.WON, 12),))
    with transaction(home.engine) as session:
        field_decisions.correct(session, fields.field_id(FIRST, 0, "운임"), "10,000원", by="kim", now=home.at)
    home.read(FIRST)
    assert home.row("운임") == ("10000", 10_000, FieldState.UNCHECKED)
    with transaction(home.engine) as session:
        field_decisions.correct(session, fields.field_id(FIRST, 0, "운임"), "없음", by="kim", now=home.at)
    home.read(FIRST)
    assert home.row("운임") == ("없음", None, FieldState.CONTRADICTED)


def test_a_field_of_the_vocabulary_has_its_own_type(home):
    home.bring(FIRST)
    home.name_kind(named=(("total_amount", FieldType.TEXT, 12),))
    assert home.row("total_amount")[:2] == ("120000", 120_000)


def test_a_layout_that_is_better_on_an_unseen_document_replaces_the_one_in_use(home):
    home.bring(FIRST)
    home.name_kind()
    for doc_id in (SECOND, THIRD, FOURTH):
        home.bring(doc_id)
    # The layout in use reads all of it: another one can't be better.
    for doc_id in DOCUMENTS:
        home.confirm(doc_id)
    (result,) = home.learn()
    assert (result.right_before, result.right_after, result.is_better) == (4, 4, False)
    assert LearntLayout.from_json(home.layout().layout).examples == 1
    broken = home.layout().layout
    broken["fields"] = broken["fields"][:1]
    with transaction(home.engine) as session:
        row = layouts.of_kind(session, KIND)
        row.layout, row.unseen = broken, []
    (result,) = home.learn()
    assert (result.right_before, result.right_after, result.is_better) == (1, 4, True)
    row = home.layout()
    assert (row.state, row.learnt_from, row.unseen) == (LayoutState.USED, [FIRST, SECOND, THIRD], [FOURTH])
    assert len(LearntLayout.from_json(row.layout).fields) == 4


def test_nothing_is_learnt_again_without_a_new_confirmed_document(home):
    home.bring(FIRST)
    home.name_kind()
    home.bring(SECOND)
    for doc_id in (FIRST, SECOND):
        home.confirm(doc_id)
    assert len(home.learn()) == 1
    assert home.learn() == []


def test_a_layout_that_was_switched_off_reads_nothing(home):
    home.bring(FIRST)
    home.name_kind()
    with transaction(home.engine) as session:
        row = layouts.of_kind(session, KIND)
        layout_decisions.switch(session, row.layout_id, on=False, by="kim", now=home.at)
    home.bring(SECOND)
    assert "묶음 번호" not in home.values(SECOND)


def test_trouble_with_a_layout_does_not_end_the_night(home, monkeypatch):
    def fail(*_):
        raise OSError("no rows")

    monkeypatch.setattr("assets.ocr.learnt_layouts.learn_all", fail)
    result = dg.materialize(
        [learnt_layouts],
        resources={"database": home.database, "clock": dg.ResourceDefinition.none_resource()},
    )
    assert result.success


def test_documents_of_a_supplier_and_kind_share_a_layout_and_the_latest_stay_unseen():
    class Value:
        key, value = "supplier_number", "220-81-62517"

    found = [ConfirmedDocument(str(n), "quotation", (Value,)) for n in range(9)]
    (group,) = groups([*found, ConfirmedDocument("x", "quotation", ())])
    assert (group.kind, group.number) == ("quotation", "220-81-62517")
    assert split(group) == ([str(n) for n in range(7)], ["7", "8"])
