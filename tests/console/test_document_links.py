"""Numbers of documents in sentences."""

from __future__ import annotations

import pytest

from console.document_links import linked

A, B = "261122000000010", "261122000000011"


@pytest.mark.parametrize(
    ("sentence", "html"),
    [
        (
            f"이미 있습니다: {A}, {B}",
            f'이미 있습니다: <a href="/ocr/{A}">{A}</a>, <a href="/ocr/{B}">{B}</a>',
        ),
        (f"<b>{A}", f'&lt;b&gt;<a href="/ocr/{A}">{A}</a>'),
        (f"1{A}", f"1{A}"),
        ("12 pages & 3", "12 pages &amp; 3"),
        ("", ""),
    ],
)
def test_only_numbers_of_documents_are_links(sentence, html):
    assert linked(sentence, "/ocr") == html
