"""Whole stories on a home as a team has it, on PostgreSQL and an object store."""

from __future__ import annotations

import shutil

import pytest

from tests.conftest import three_databases_named
from tests.e2e.automl_story import a_dropped_table_ends_as_a_confirmed_model_that_predicts
from tests.e2e.conftest import FEW_LINES, running_saebyeok
from tests.e2e.notes import NOTE, SAMPLES, correct_in_a_spreadsheet, extracted, listed, note_lines

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def saebyeok(postgresql_url, s3, tmp_path_factory, machine_cache):
    """Started once: none of the stories looks at what another one brought."""
    folder = tmp_path_factory.mktemp("team")
    with three_databases_named(postgresql_url, "team") as url:
        more = {
            **FEW_LINES,
            **s3.environment,
            "SAEBYEOK_DATABASE_URL": url,
            "SAEBYEOK_STORE_URL": s3.url(folder.name),
        }
        with running_saebyeok(folder, machine_cache, **more) as running:
            yield running
            assert running.stop() == 0


def test_a_dropped_table_ends_as_a_confirmed_model(saebyeok, tmp_path):
    a_dropped_table_ends_as_a_confirmed_model_that_predicts(saebyeok, tmp_path)


def test_a_page_is_read_corrected_and_learnt(saebyeok, tmp_path):
    folder = saebyeok.home / "inbox" / "ocr" / "새벽상사"
    folder.mkdir(parents=True)
    shutil.copyfile(SAMPLES / NOTE, folder / NOTE)
    note = extracted(saebyeok, NOTE)[NOTE]["doc_id"]
    read = saebyeok.json("ocr", "texts", note)
    correct_in_a_spreadsheet(saebyeok, note, tmp_path)
    assert listed(saebyeok)[NOTE]["status"] == "checked"
    saebyeok.type("ocr", "retrain", "--minutes", "0.2")
    networks = saebyeok.json("ocr", "networks")
    assert networks[0]["status"] in ("deployed", "kept_back")
    assert networks[0]["items"]["train"] == len(read)
    assert sum(n["deployed"] for n in networks) == 1
    after = saebyeok.json("ocr", "texts", note)
    assert [t["corrected"] for t in after] == note_lines()[: len(after)]
    assert saebyeok.sqlite_files() == set()
    assert saebyeok.command("doctor", check=False).returncode == 0
