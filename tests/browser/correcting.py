"""What tests of the correcting page look at."""

from __future__ import annotations

from playwright.sync_api import Page

from records.engine import reading
from records.ocr import texts
from tests.console.conftest import DOC


def field(page: Page, number: int):
    return page.get_by_test_id("text").nth(number).get_by_role("textbox")


def saved(context):
    with reading(context.engine) as session:
        return {t.text_id: (t.state, t.label) for t in texts.of_document(session, DOC)}
