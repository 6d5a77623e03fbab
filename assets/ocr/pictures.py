"""Pictures of pages and crops, and what Dagster's metadata shows of documents and texts."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import dagster as dg

from assets.metadata import table
from domain.parted_numbers import numbers_beside
from domain.registration_numbers import has_resident_number

SHOWN_WIDTH = 900
PREVIEW_WIDTH, PREVIEW_QUALITY = 1400, 45
SHOWN_ROWS = 100
TOTALS = ("pages", "texts", "texts_from_pdf")
_BLUE = (40, 90, 220)


def load(path: Path) -> Any:
    """A page's picture, uint8 RGB [height, width, 3]."""
    import numpy as np
    from PIL import Image

    # Pages were opened under limits already; Pillow's own would refuse what the settings allow.
    with path.open("rb") as file:
        import cv2

        data = np.frombuffer(file.read(), np.uint8)
    decoded = cv2.imdecode(data, cv2.IMREAD_COLOR)
    if decoded is None:
        with Image.open(path) as picture:
            return np.asarray(picture.convert("RGB"))
    return cv2.cvtColor(decoded, cv2.COLOR_BGR2RGB)


def png(crop: Any) -> bytes:
    """A grey picture as PNG."""
    import cv2

    done, data = cv2.imencode(".png", crop)
    if not done:
        raise ValueError(f"a crop of shape {crop.shape} can't be written as PNG")
    return bytes(data)


def preview(picture: Any) -> bytes:
    """The page as people look at it beside its texts: a fifth of its bytes or fewer; JPEG."""
    return _jpeg(_no_wider(picture, PREVIEW_WIDTH), PREVIEW_QUALITY)


def with_boxes(picture: Any, lines: Sequence[Any]) -> bytes:
    """The page, made small, with a frame around every text; texts with resident registration numbers are covered. JPEG."""
    import cv2
    import numpy as np

    small = _no_wider(picture, SHOWN_WIDTH)
    scale = small.shape[1] / picture.shape[1]
    beside = numbers_beside([(line.text, line.quad) for line in lines])
    for number, line in enumerate(lines):
        corners = np.round(np.asarray(line.quad, dtype=float) * scale).astype(np.int32)
        if has_resident_number(line.text, beside=beside.get(number)):
            cv2.fillPoly(small, [corners.reshape(-1, 1, 2)], color=_BLUE)
        cv2.polylines(small, [corners.reshape(-1, 1, 2)], isClosed=True, color=_BLUE, thickness=1)
    return _jpeg(small, 70)


def _no_wider(picture: Any, width: int) -> Any:
    import cv2

    scale = min(1.0, width / picture.shape[1])
    size = (max(1, round(picture.shape[1] * scale)), max(1, round(picture.shape[0] * scale)))
    return cv2.resize(picture, size, interpolation=cv2.INTER_AREA)


def _jpeg(picture: Any, quality: int) -> bytes:
    import cv2

    done, data = cv2.imencode(
        ".jpg", cv2.cvtColor(picture, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, quality]
    )
    if not done:
        raise ValueError("the page can't be written as JPEG")
    return bytes(data)


def of_remarks(remarks: Sequence[tuple[str, int, Any]]) -> dict[str, Any]:
    """A table of what was noticed of pages.

    Args:
        remarks: file name, number of the page, and the `PageRemark`.
    """
    rows = [
        {"file": file, "page": page, "kind": str(one.kind), "remark": one.en} for file, page, one in remarks
    ]
    return {"remarks": table(rows[:SHOWN_ROWS])} if rows else {}


def of_documents(
    rows: Sequence[Mapping[str, Any]], shown: Mapping[str, bytes] | None = None
) -> dict[str, Any]:
    """A table of the documents of a run, and the pages shown with their boxes."""
    metadata: dict[str, Any] = {"documents": len(rows)}
    for name in TOTALS:
        if rows and name in rows[0]:
            metadata[name] = sum(row[name] for row in rows)
    if rows:
        metadata["table"] = table(list(rows)[:SHOWN_ROWS])
    for name, picture in (shown or {}).items():
        data = base64.b64encode(picture).decode()
        metadata[name] = dg.MetadataValue.md(f"![{name}](data:image/jpeg;base64,{data})")
    return metadata
