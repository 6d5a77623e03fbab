"""Texts of pages, as tests of the console look at them."""

from __future__ import annotations

from records.engine import reading
from records.ocr import texts

SCRIPT = "<script>alert(1)</script>"


def text_of(context, text_id):
    with reading(context.engine) as session:
        return texts.get(session, text_id)
