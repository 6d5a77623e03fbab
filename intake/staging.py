"""A file on its way into the store: checked, copied under its id's key, and given its row and request."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from automl_lib.errors import FileRefused
from intake.inbox import is_regular_file
from intake.names import document_name, shown_name
from records import decisions, documents, requests
from records.enums import DocumentStatus, RequestKind
from records.tables import Document, Request
from store.files import Store, StoredFile


def check_file(path: Path, max_bytes: int) -> None:
    """Raise FileRefused unless `path` is a plain file that can be read, with content, not over `max_bytes`."""
    shown = shown_name(path.name)
    if not path.exists() or not is_regular_file(path):
        raise not_a_plain_file(path.name)
    size = path.stat().st_size
    if size == 0:
        raise FileRefused(
            "empty_file",
            ko=f"'{shown}' 파일이 비어 있습니다(0바이트). 내용이 있는 파일을 다시 넣어 주세요.",
            en=f"{shown!r} is empty (0 bytes); bring a file with content",
        )
    if size > max_bytes:
        raise FileRefused(
            "file_too_large",
            ko=f"'{shown}' 파일이 {size / 2**20:,.0f} MiB로, 한도 {max_bytes / 2**20:,.0f} MiB를 넘습니다. "
            "나누어 넣거나 설정 SAEBYEOK_MAX_FILE_MB를 늘려 주세요.",
            en=f"{shown!r} has {size / 2**20:,.0f} MiB, over the limit of {max_bytes / 2**20:,.0f}; "
            "split it, or raise SAEBYEOK_MAX_FILE_MB",
        )
    try:
        path.open("rb").close()
    except PermissionError as error:
        raise FileRefused(
            "no_permission",
            ko=f"'{shown}' 파일을 읽을 권한이 없습니다. 읽기 권한을 준 뒤 다시 넣어 주세요.",
            en=f"{shown!r} may not be read; give read permission and bring it again",
        ) from error


def not_a_plain_file(name: str) -> FileRefused:
    """The refusal of links, pipes, folders and what isn't there."""
    shown = shown_name(name)
    return FileRefused(
        "not_a_plain_file",
        ko=f"'{shown}'은(는) 보통 파일이 아닙니다(바로가기, 파이프 등). 파일 자체를 복사해 넣어 주세요.",
        en=f"{shown!r} is not a plain file (a link, a pipe, …); copy the file itself",
    )


def stage_document(store: Store, path: Path, doc_id: str) -> StoredFile:
    """Copy a document's original into the store."""
    return store.put(path, f"automl/{doc_id}/{doc_id}.original")


def stage_prediction(store: Store, path: Path, doc_id: str, name: str) -> StoredFile:
    """Copy rows to predict into the store, apart from originals: both are counted from one."""
    return store.put(path, f"automl/{doc_id}/predictions/{name}.original")


def document_row(
    session: Session,
    doc_id: str,
    name: str | None,
    file_name: str,
    stored: StoredFile,
    by: str,
    now: datetime,
) -> Request:
    """The row of a new document and the request to read it; content seen before is noted."""
    note = None
    if twins := documents.same_content(session, stored.sha256):
        ids = ", ".join(twin.doc_id for twin in twins)
        note = {
            "ko": f"같은 내용의 문서가 이미 있습니다: {ids}",
            "en": f"the same content was already brought as {ids}",
        }
    session.add(
        Document(
            doc_id=doc_id,
            name=shown_name(name) if name else document_name(file_name),
            file_name=shown_name(file_name),
            status=DocumentStatus.RECEIVED,
            source_path=stored.key,
            source_sha256=stored.sha256,
            source_bytes=stored.bytes,
            note=note,
            registered_by=by,
            registered_at=now,
            updated_at=now,
        )
    )
    session.flush()
    params = {"file_name": shown_name(file_name)}
    return requests.ask(session, RequestKind.UPLOAD, doc_id=doc_id, params=params, by=by, now=now)


def prediction_row(
    session: Session,
    prediction_id: str,
    doc_id: str,
    file_name: str,
    stored: StoredFile,
    by: str,
    now: datetime,
) -> Request:
    """The row of rows to predict, and the request to score them."""
    return decisions.predict(
        session,
        doc_id,
        file_name=shown_name(file_name),
        source_path=stored.key,
        source_sha256=stored.sha256,
        by=by,
        now=now,
        prediction_id=prediction_id,
    )
