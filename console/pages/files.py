"""Pictures of the store, found by the ids of their rows, never by a path from the request."""

from __future__ import annotations

import io
from typing import Annotated

from fastapi import APIRouter, Depends
from PIL import Image
from starlette.responses import Response

from console.context import ConsoleContext
from console.formatting import RowNumber
from console.rendering import context_of
from domain.messages import Message
from records.errors import NotFound
from records.ocr import documents, texts

router = APIRouter()
_Context = Annotated[ConsoleContext, Depends(context_of)]
LOOKED_AT = 60
"""WebP's quality of crops."""
KEPT = "private, max-age=86400, immutable"
"""A picture's address carries its hash, so what a browser keeps is never out of date."""


@router.get("/files/ocr/crops/{text_id}/{sha256}")
def crop(context: _Context, text_id: str, sha256: str) -> Response:
    with context.reading() as session:
        text = texts.get(session, text_id)
    whole = Image.open(io.BytesIO(content(context, text.crop_path, text.crop_sha256, sha256)))
    # Noise makes PNG large; looking needs no exact pixels, and a page of sixty crops has to come at once.
    light = io.BytesIO()
    whole.save(light, "WEBP", quality=LOOKED_AT, method=2)
    return picture(light.getvalue(), "image/webp")


@router.get("/files/ocr/pages/{doc_id}/{page_no}/{sha256}")
def page(context: _Context, doc_id: str, page_no: RowNumber, sha256: str) -> Response:
    with context.reading() as session:
        found = documents.page_of(session, doc_id, page_no)
    if found.preview_path and found.preview_sha256 == sha256:
        return picture(content(context, found.preview_path, sha256, sha256), "image/jpeg")
    return picture(content(context, found.image_path, found.image_sha256, sha256), "image/png")


def content(context: ConsoleContext, key: str, sha256: str, asked: str) -> bytes:
    """The bytes of a picture we made, which the hash says are still those."""
    if asked != sha256:
        raise NotFound(Message("this picture has changed; reload the page"))
    with context.store.local(key, sha256) as path:
        return path.read_bytes()


def picture(data: bytes, kind: str) -> Response:
    """The response with a picture; its media type is one of ours, never guessed."""
    return Response(data, media_type=kind, headers={"Cache-Control": KEPT})
