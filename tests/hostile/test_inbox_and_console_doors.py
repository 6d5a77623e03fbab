"""Bad inputs dropped into the inbox and uploaded in the console: each ends as it should, is kept, and holds no other up.

The runs that open files get a document and its request, whichever door the file came through. Each file is opened once, as
dropped; of the uploads, all that is stored is compared with that, and some are opened too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pytest
from starlette.testclient import TestClient

from tests.hostile.case import Case, Refused
from tests.hostile.conftest import Given, House
from tests.hostile.corpus import PAGES, TABLES
from tests.hostile.judge import Found, check, sha256

pytestmark = pytest.mark.slow

OPENED = {
    *("csv-cp949", "csv-open-quote", "excel-merged-headers", "excel-locked-xls"),
    *("pdf-plain", "pdf-drm", "picture-cut-off", "picture-bomb"),
}
"""Uploads that are opened: of each kind of file one that is read and one that is refused."""


def by_intake(case: Case) -> bool:
    return isinstance(case.outcome, Refused) and case.outcome.by_intake


def parameters(cases: Sequence[Case]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("case", cases, ids=str)


@dataclass(frozen=True, repr=False)
class Doors:
    """A house to which the whole corpus was brought twice, and what there was at each door.

    Args:
        said: what the console answered.
        uploaded, dropped: the documents with requests, by file name, before a file was opened.
        of_uploads: what became of the uploads by then and of those in `OPENED`, by file name.
        of_drops: what became of the files in the inbox in the end.
    """

    house: House
    said: str
    uploaded: dict[str, Given]
    dropped: dict[str, Given]
    of_uploads: dict[str, Found]
    of_drops: dict[str, Found]


@pytest.fixture(scope="module")
def doors(house: House, client: TestClient) -> Doors:
    before = house.outside()
    said = upload(client, "/automl/uploads", TABLES) + upload(client, "/ocr/uploads", PAGES)
    uploads = house.waiting()
    names = {case.file_name for case in (*TABLES, *PAGES) if case.name in OPENED}
    uploaded = {given.file_name: given for given in map(house.given, uploads)}
    house.run([request for request in uploads if house.given(request).file_name in names])
    of_uploads = house.tables() | house.pages()
    for case in TABLES:
        (house.intake.inbox.automl / case.file_name).write_bytes(case.content)
    for case in PAGES:
        (house.intake.inbox.ocr / case.file_name).write_bytes(case.content)
    assert house.take_inbox() == []
    earlier = {request.request_id for request in uploads}
    drops = [request for request in house.waiting() if request.request_id not in earlier]
    dropped = {given.file_name: given for given in map(house.given, drops)}
    house.run(drops)
    assert house.outside() == before
    return Doors(house, said, uploaded, dropped, of_uploads, of_drops=house.tables() | house.pages())


def upload(client: TestClient, address: str, cases: Sequence[Case]) -> str:
    files = [("files", (case.file_name, case.content, "application/octet-stream")) for case in cases]
    answer = client.post(address, files=files)
    assert answer.status_code == 200
    return answer.text


@parameters((*TABLES, *PAGES))
def test_files_in_the_inbox(doors, case):
    check(case, doors.of_drops[case.file_name])


@parameters([case for case in (*TABLES, *PAGES) if case.name in OPENED or by_intake(case)])
def test_uploads_in_the_console(doors, case):
    check(case, doors.of_uploads[case.file_name])


@parameters([case for case in (*TABLES, *PAGES) if not by_intake(case)])
def test_runs_get_the_same_of_an_upload_and_of_a_file_in_the_inbox(doors, case):
    uploaded, dropped = doors.uploaded[case.file_name], doors.dropped[case.file_name]
    assert uploaded.kept == sha256(case.content)
    assert uploaded == dropped


def test_no_more_than_the_corpus_is_taken_in(doors):
    names = {case.file_name for case in (*TABLES, *PAGES) if not by_intake(case)}
    assert set(doors.uploaded) == set(doors.dropped) == names


def test_the_console_says_at_once_what_became_of_each(doors):
    assert doors.said.count("<li") == len(TABLES) + len(PAGES)
    at_once = [case for case in (*TABLES, *PAGES) if by_intake(case)]
    assert doors.said.count('<li class="bad"') == len(at_once)


@pytest.mark.parametrize("address", ["/automl", "/ocr", "/now"])
def test_the_console_shows_all_of_it_without_a_programs_inside(doors, client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    assert "Traceback" not in answer.text


def test_nothing_is_left_on_the_way(doors):
    inbox = doors.house.intake.inbox
    for folder in (inbox.automl, inbox.ocr, inbox.processing, inbox.root / ".uploads"):
        assert list(folder.iterdir()) == []


def test_every_refused_file_is_beside_its_reason(doors):
    refused = {path.name for path in doors.house.intake.inbox.refused.iterdir()}
    files = {name for name in refused if not name.endswith(".reason.txt")}
    assert files
    assert {f"{name}.reason.txt" for name in files} == refused - files
