"""In place of the serving process: reads stale fields at once."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

from assets.ocr.document_fields import find_document_kind, read_document_fields
from console.context import ConsoleContext
from ocr_lib.fields import FieldLimits
from resources.database import Database
from serving.field_reading import FieldReading
from tests.console.conftest import png
from tests.statement_page import DOC, HEIGHT, WIDTH, write_statement

_NO_REPAIRS = SimpleNamespace(apply_repairs=False, field_limits=FieldLimits)


def reading_fields(context: ConsoleContext) -> ConsoleContext:
    """The context of a console beside which a process reads fields."""
    reader = FieldReading(_database(context), _NO_REPAIRS, SimpleNamespace(now=context.now))
    return replace(context, wake=lambda _: reader.read_stale())


def bring_statement(context: ConsoleContext, **read: str | None) -> str:
    """A statement whose fields were read; its id.

    Args:
        read: what was read in some places in place of what is printed.
    """
    page = context.store.put_bytes(png(WIDTH, HEIGHT), f"ocr/{DOC}/page.png")
    with context.transaction() as session:
        write_statement(
            session,
            context.now(),
            read=read,
            picture=(page.key, page.sha256),
            file_name="거래명세서.png",
            company="",
        )
    find_document_kind(_database(context), DOC)
    read_document_fields(_database(context), _NO_REPAIRS, DOC, context.now())
    return DOC


def _database(context: ConsoleContext) -> Database:
    return Database(url=context.engine.url.render_as_string(hide_password=False))
