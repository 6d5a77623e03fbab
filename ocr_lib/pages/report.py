"""What opening a file found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class PageFile:
    """A page as a PNG in the folder it was asked to be written to; `number` counts from 1."""

    number: int
    file_name: str
    width: int
    height: int


@dataclass(frozen=True)
class Note:
    """Something people should know though the file was read."""

    ko: str
    en: str


@dataclass(frozen=True)
class PagesReport:
    """All pages of a file.

    Attributes:
        dpi: at which a PDF was drawn, or what a picture says of itself; None where it says nothing. Of a PDF with
            some sheets that were drawn smaller, that of the others.
    """

    pages: list[PageFile]
    dpi: int | None = None
    notes: list[Note] = field(default_factory=list)

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready; read by `from_dict`."""
        return asdict(self)

    @staticmethod
    def from_dict(data: Mapping[str, Any]) -> PagesReport:
        """What `to_dict` wrote."""
        return PagesReport(
            [PageFile(**page) for page in data["pages"]],
            data["dpi"],
            [Note(**note) for note in data["notes"]],
        )
