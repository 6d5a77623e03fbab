"""A home with one document whose fields are read."""

from __future__ import annotations

import pytest

from assets.ocr.document_fields import find_document_kind, read_document_fields
from ocr_lib.fields import FieldLimits
from records.engine import transaction
from records.ocr import documents
from records.ocr.document_fields import fields
from records.ocr.document_fields.field_tables import OcrField
from resources.database import Database
from serving.field_reading import FieldReading
from tests.statement_page import DOC, write_statement


class Settings:
    """The settings that the reading of fields depends on."""

    apply_repairs = False
    limits = FieldLimits()

    def field_limits(self):
        return self.limits


class Home:
    """A database with one read page."""

    def __init__(self, engine, now):
        self.engine, self.at, self.files = engine, now, Settings()
        self.database = Database(url=engine.url.render_as_string(hide_password=False))

    def bring(self, **read):
        with transaction(self.engine) as session:
            write_statement(session, self.at, read=read, company="")
        find_document_kind(self.database, DOC)
        return self.read()

    def read(self):
        return read_document_fields(self.database, self.files, DOC, self.at)

    def decide(self, decision, *args):
        with transaction(self.engine) as session:
            decision(session, *args, by="kim", now=self.at)

    def read_stale(self):
        return FieldReading(self.database, self.files, self).read_stale()

    def now(self):
        return self.at

    def field(self, key, line=0):
        with transaction(self.engine) as session:
            return session.get(OcrField, fields.field_id(DOC, line, key))

    @property
    def document(self):
        with transaction(self.engine) as session:
            return documents.get(session, DOC)


@pytest.fixture
def home(engine, now):
    return Home(engine, now)
