"""The documents and pages of the records' tests, and requests that are over."""

from domain.requests import RequestStatus
from tests.records.conftest import make_document as make_document
from tests.records.ocr.conftest import make_page as make_page
from tests.records.ocr.conftest import read_text as read_text
from work_requests import lifecycle


def settled(session, kind, at, *, doc=None, status=RequestStatus.DONE):
    request = lifecycle.ask(session, kind, doc_id=doc, params={}, by="me", now=at)
    lifecycle.settle(request, status, now=at)
    return request.request_id
