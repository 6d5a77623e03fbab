"""Files of several documents: asked for together, followed, and handed over as one archive."""

from __future__ import annotations

import io
import re
import zipfile
from urllib.parse import quote

import pytest

from domain.access import Role
from domain.requests import RequestStatus
from records.engine import transaction
from tests.console.conftest import DOC
from tests.factories import ocr_document
from work_requests import exports, lifecycle

OTHER = "261122000000011"
UNREAD = "261122000000012"


@pytest.fixture
def both(page_of, context, now):
    page_of(("가", 0.9), file_name="장부.png")
    page_of(("나", 0.9), file_name="장부.png", doc_id=OTHER)
    with transaction(context.engine) as session:
        session.add(ocr_document(UNREAD, now, file_name="아직.png"))


def made(context, request_ids, now):
    """What the steps do: a file of each."""
    with transaction(context.engine) as session:
        for request_id in request_ids:
            request = lifecycle.get(session, request_id)
            data = f"of {request.doc_id}".encode()
            stored = context.store.put_bytes(data, f"ocr/{request.doc_id}/exports/{request_id}.txt")
            request.result = {
                "path": stored.key,
                "sha256": stored.sha256,
                "bytes": len(data),
                "file_name": "장부.txt",
                "edition": exports.edition_of(session, request.doc_id),
            }
            lifecycle.settle(request, RequestStatus.DONE, now=now)


def ask(client, *doc_ids, form="txt"):
    return client.post("/ocr/exports", data={"doc_ids": list(doc_ids), "form": form})


def test_files_of_one_name_come_in_one_archive(visit, context, both, now):
    client = visit(Role.EDITOR)
    page = ask(client, DOC, OTHER, UNREAD).text
    assert "아직 읽지 않음: 아직.png" in page
    wanted = [int(number) for number in dict.fromkeys(re.findall(r"of=(\d+)", page))]
    assert "archive" not in page
    made(context, wanted, now)
    page = client.get("/ocr/exports", params={"of": wanted}).text
    assert "hx-get" not in page
    (address,) = re.findall(r'href="(/files/ocr/exports.zip[^"]*)"', page)
    assert "data-download-now" in page
    answer = client.get(address.replace("&amp;", "&"))
    name = quote(f"문서 {now.date().isoformat()}.zip")
    assert answer.headers["content-disposition"].endswith(f"filename*=UTF-8''{name}")
    whole = zipfile.ZipFile(io.BytesIO(answer.content))
    assert {name: whole.read(name).decode() for name in whole.namelist()} == {
        f"장부-{DOC}.txt": f"of {DOC}",
        f"장부-{OTHER}.txt": f"of {OTHER}",
    }
    assert ask(client, DOC, OTHER).text.count("archive") == 1, "files that are ready are there at once"


def test_a_file_that_could_not_be_made_is_named_and_the_others_come(visit, context, both, now):
    client = visit(Role.EDITOR)
    first, second = (int(n) for n in dict.fromkeys(re.findall(r"of=(\d+)", ask(client, DOC, OTHER).text)))
    made(context, [first], now)
    with transaction(context.engine) as session:
        lifecycle.settle(lifecycle.get(session, second), RequestStatus.CANCELLED, now=now)
    page = client.get("/ocr/exports", params={"of": [first, second]}).text
    assert 'role="alert">장부.png' in page
    assert "archive" in page


def test_an_archive_of_nothing_is_not_found(visit, both):
    client = visit(Role.VIEWER)
    assert client.get("/files/ocr/exports.zip", params={"of": [99]}).status_code == 404
    assert client.get("/files/ocr/exports.zip").status_code == 422


def test_an_unknown_format_is_refused_and_a_viewer_asks_for_none(visit, both):
    assert ask(visit(Role.EDITOR), DOC, form="exe").status_code == 409
    assert ask(visit(Role.VIEWER), DOC).status_code == 403
