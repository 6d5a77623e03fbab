"""A database of an earlier revision keeps its rows and references, and ends with today's tables."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from domain.ocr import TextSource
from records import migrate
from records.engine import open_engine, reading, transaction
from records.ocr.document_fields import fields_to_read
from records.ocr.searching.search import search
from records.ocr.searching.search_index import ENTRY
from records.ocr.tables import OcrPage, OcrText
from records.tables import Base, Document, Training
from work_requests import lifecycle


@pytest.fixture
def first_revision(tmp_path):
    engine = open_engine(f"sqlite:///{tmp_path / 'old.db'}")
    migrate.upgrade(engine, "0001")
    yield engine
    engine.dispose()


def test_rows_and_references_survive_a_table_made_anew(first_revision):
    # In that revision's own columns: today's classes have more.
    with transaction(first_revision) as session:
        session.execute(
            sa.text(
                'INSERT INTO "TB_AUTOML_MASTER" ("DOC_ID", "DOC_NM", "FILE_NM", "STATUS_CD", "FILE_PATH", "FILE_SHA256", '
                '"FILE_SIZE", "FAIL_REASON_KO", "FAIL_REASON_EN", "REG_ID", "REG_DT", "UPDT_DT", "DEL_YN") '
                "VALUES ('261122000000001', '심사', 'a.csv', 'failed', 'p', 'd', 1, '까닭', 'reason', 'me', "
                "'2026-11-22 03:00:00', '2026-11-22 03:00:00', 0)"
            )
        )
        session.execute(
            sa.text(
                'INSERT INTO "TB_REQUEST" ("REQUEST_ID", "KIND", "DOC_ID", "PARAMS", "REQUEST_BY", "REQUEST_DT", '
                '"STATUS_CD", "ATTEMPT_NO", "CANCEL_YN") '
                "VALUES (7, 'train', '261122000000001', '{\"a\": 1}', 'me', '2026-11-22 03:00:00', 'waiting', 1, 0)"
            )
        )
        session.execute(
            sa.text(
                'INSERT INTO "TB_AUTOML_TRAINING_RESULT" ("TRAINING_ID", "DOC_ID", "REQUEST_ID", "MODEL_CD", "PLAN_VER", '
                '"STATUS_CD", "STALE_YN", "START_DT") '
                "VALUES ('261122000000001', '261122000000001', 7, 'svm', 1, 'trained', 0, '2026-11-22 03:00:00')"
            )
        )
    migrate.upgrade(first_revision)
    assert migrate.current_revision(first_revision) == migrate.newest_revision()
    with reading(first_revision) as session:
        assert lifecycle.get(session, 7).params == {"a": 1}
        document = session.get_one(Document, "261122000000001")
        assert document.failure is not None
        assert document.failure.both == ("까닭", "reason")
        (training,) = session.scalars(sa.select(Training)).all()
        assert (training.request_id, training.seed, training.budget_seconds) == (7, None, None)
    with first_revision.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def _read_text_of_revision_9(connection):
    """A document, a page and a text, in that revision's own columns."""
    doc = "261122000000010"
    for table, row in (
        (
            "TB_OCR_DOC",
            {
                "DOC_ID": doc,
                "FILE_NM": "a.pdf",
                "COMPANY_NM": "-",
                "STATUS_CD": "extracted",
                "PARTITION_DAY": "2026-11-22",
            }
            | {"FILE_PATH": "p", "FILE_SHA256": "0" * 64, "FILE_SIZE": 1, "REG_ID": "me", "DEL_YN": False}
            | {"REG_DT": "2026-11-22 03:00:00", "UPDT_DT": "2026-11-22 03:00:00"},
        ),
        (
            "TB_OCR_PAGE",
            {
                "DOC_ID": doc,
                "PAGE_NO": 1,
                "IMAGE_PATH": "p.png",
                "IMAGE_SHA256": "1" * 64,
                "WIDTH": 4,
                "HEIGHT": 6,
            },
        ),
        (
            "TB_OCR_DOC_TEXT",
            {
                "TEXT_ID": f"{doc}_01_1",
                "DOC_ID": doc,
                "PAGE_NO": 1,
                "TEXT_NO": 1,
                "ORDER_NO": 0,
                "TEXT_NM": "가",
            }
            | {
                "TEXT_IMAGE_PATH": "c.png",
                "TEXT_IMAGE_SHA256": "2" * 64,
                "BOX": "[]",
                "QUAD": "[]",
                "SCORE": 0.5,
            }
            | {"NETWORK_ID": doc, "STATE_CD": "machine", "TEXT_TRAINING_YN": False, "ROW_VER": 1}
            | {"UPDT_DT": "2026-11-22 03:00:00"},
        ),
    ):
        names = ", ".join(f'"{name}"' for name in row)
        places = ", ".join(f":{name}" for name in row)
        connection.execute(sa.text(f'INSERT INTO "{table}" ({names}) VALUES ({places})'), row)


@pytest.fixture(params=["sqlite", "postgresql"])
def read_text_of_revision_9(request, tmp_path):
    """An engine on a database of revision 9 with a text that was read."""
    is_sqlite = request.param == "sqlite"
    url = f"sqlite:///{tmp_path / 'old.db'}" if is_sqlite else request.getfixturevalue("three_databases")
    engine = open_engine(url)
    migrate.upgrade(engine, "0009")
    with engine.begin() as connection:
        _read_text_of_revision_9(connection)
    yield engine
    engine.dispose()


def test_texts_of_earlier_revisions_were_read_from_pictures(read_text_of_revision_9):
    engine = read_text_of_revision_9
    migrate.upgrade(engine)
    with reading(engine) as session:
        (text,) = session.scalars(sa.select(OcrText)).all()
        (page,) = session.scalars(sa.select(OcrPage)).all()
        assert (text.text, text.source, page.dpi, page.pdf_text) == ("가", TextSource.OCR, None, None)
        assert (text.score, text.recogniser, text.characters) == (0.5, None, None)


def test_texts_and_names_of_earlier_revisions_are_found(read_text_of_revision_9):
    engine = read_text_of_revision_9
    with engine.begin() as connection:
        connection.exec_driver_sql(
            """UPDATE "TB_OCR_DOC_TEXT" SET "TEXT_NM" = '합게', "TEXT_UPDT_NM" = '합계 금액'"""
        )
    migrate.upgrade(engine)
    with reading(engine) as session:
        assert [text.label for text, _ in search(session, "계금").texts] == ["합계 금액"]
        assert search(session, "a.pdf").documents


@pytest.mark.parametrize("is_read", [True, False])
def test_documents_of_earlier_revisions_wait_for_their_fields_once_they_were_read(
    read_text_of_revision_9, is_read
):
    engine = read_text_of_revision_9
    with engine.begin() as connection:
        connection.execute(
            sa.text('UPDATE "TB_OCR_PAGE" SET "READ_DT" = :at'),
            {"at": "2026-11-22 03:00:00" if is_read else None},
        )
    migrate.upgrade(engine)
    with reading(engine) as session:
        assert len(fields_to_read.stale(session, limit=9)) == is_read


def test_fields_of_earlier_revisions_are_found(read_text_of_revision_9):
    engine = read_text_of_revision_9
    migrate.upgrade(engine, "0024")
    with engine.begin() as connection:
        connection.exec_driver_sql(
            """INSERT INTO "TB_OCR_FIELD" ("FIELD_ID", "DOC_ID", "LINE_NO", "FIELD_KEY", "TYPE_CD", "ORDER_NO",
            "REQUIRED_YN", "MACHINE_VALUE", "CORRECTED_VALUE", "TEXT_IDS", "STATE_CD", "REPAIRED_YN", "CONFIRMED_YN", "ROW_VER")
            VALUES ('261122000000010:0:supplier_name', '261122000000010', 0, 'supplier_name', 'name', 0, FALSE, '가',
            '한빛상사', '["261122000000010_01_1"]', 'unchecked', FALSE, FALSE, 1)"""
        )
        # The index of that revision, as far as it matters here: it is there, and without fields.
        name = {"DOC_ID": "261122000000010", "SOURCE_ID": "261122000000010/f", "WORDS": "a.pdf"}
        tokens = {"TOKENS": []} if engine.dialect.name == "postgresql" else {}
        connection.execute(sa.insert(ENTRY).values(name | tokens))
    migrate.upgrade(engine)
    with reading(engine) as session:
        (found,) = search(session, "한빗상사").fields
        assert (found.field.value, [text.label for text in found.texts]) == ("한빛상사", ["가"])


def test_the_migrations_make_the_tables_the_code_speaks_of(engine):
    with engine.connect() as connection:
        # The index of the search is derived from these tables, and none of them.
        options = {"include_name": lambda name, _kind, _parents: not (name or "").startswith(ENTRY.name)}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, Base.metadata) == []


def test_the_revisions_are_those_that_alembic_finds():
    scripts = ScriptDirectory(str(Path(migrate.__file__).parent / "migrations"))
    assert migrate.newest_revision() == scripts.get_current_head()
    found = [script.revision for script in scripts.walk_revisions()]
    assert [revision for revision in found if not migrate.is_known(revision)] == []
    assert not migrate.is_known("9999")
    assert migrate.is_known(None)


def test_a_database_without_tables_has_no_revision(tmp_path):
    engine = open_engine(f"sqlite:///{tmp_path / 'empty.db'}")
    assert migrate.current_revision(engine) is None
    engine.dispose()


def test_a_database_of_a_newer_version_is_refused(sqlite_engine):
    with sqlite_engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(RuntimeError, match="9999"):
        migrate.upgrade(sqlite_engine)


def test_processes_that_start_at_once_migrate_an_empty_server_database_once(three_databases):
    engines = [open_engine(three_databases) for _ in range(3)]
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(migrate.upgrade, engines))
    assert {migrate.current_revision(engine) for engine in engines} == {migrate.newest_revision()}
    for engine in engines:
        engine.dispose()
