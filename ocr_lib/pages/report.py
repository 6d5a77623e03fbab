"""What opening a file found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from domain.messages import Message, message_from_json
from ocr_lib.pages.text_layer import TextLayer


@dataclass(frozen=True)
class PageFile:
    """A page as a PNG in the folder it was asked to be written to.

    Attributes:
        number: from 1.
        width, height: pixels.
        dpi: of the picture; None where it is not known.
        layer: the texts a PDF's page carries; None where it has none.
    """

    number: int
    file_name: str
    width: int
    height: int
    dpi: float | None = None
    layer: TextLayer | None = None


@dataclass(frozen=True)
class PagesReport:
    """All pages of a file.

    Attributes:
        is_pdf: whether they were drawn from a PDF.
        notes: what people should know though the file was read.
        dpi: at which most pages of a PDF were drawn, or what a picture says of itself; None where it says nothing.
    """

    pages: list[PageFile]
    dpi: int | None = None
    notes: list[Message] = field(default_factory=list)
    is_pdf: bool = False

    def to_dict(self) -> dict[str, object]:
        """JSON-ready; read by `from_dict`."""
        pages = [asdict(page) for page in self.pages]
        return {**vars(self), "pages": pages, "notes": [note.to_json() for note in self.notes]}

    @staticmethod
    def from_dict(data: Mapping[str, Any]) -> PagesReport:
        """What `to_dict` wrote."""
        return PagesReport(
            [_page(page) for page in data["pages"]],
            data["dpi"],
            [message_from_json(note) for note in data["notes"]],
            data["is_pdf"],
        )


def _page(data: Mapping[str, Any]) -> PageFile:
    layer = data["layer"]
    return PageFile(**{**data, "layer": None if layer is None else TextLayer.from_dict(layer)})
