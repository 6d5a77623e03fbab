"""Numbers of documents in sentences, as links to them."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

_DOCUMENT = re.compile(r"(?<!\d)\d{15}(?!\d)")


def linked(sentence: str, place: str) -> Markup:
    """The sentence as HTML, its numbers of documents (15 digits) linked.

    Args:
        place: path of the pages of these documents, "/ocr" say.
    """
    parts, end = [], 0
    for found in _DOCUMENT.finditer(sentence):
        link = Markup('<a href="{place}/{doc_id}">{doc_id}</a>').format(place=place, doc_id=found[0])
        parts += [escape(sentence[end : found.start()]), link]
        end = found.end()
    return Markup("").join([*parts, escape(sentence[end:])])
