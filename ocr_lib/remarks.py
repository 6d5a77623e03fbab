"""What people are told of a page that was read though something is wrong with it: which remarks there are, and their
sentences. When a page gets which is decided in `page_remarks`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from domain.messages import Message


class RemarkKind(StrEnum):
    """What a remark is about."""

    NOTHING_READ = "nothing_read"
    LITTLE_READ = "little_read"
    ROTATED = "rotated"
    BLURRED = "blurred"
    SMALL = "small"
    FAINT = "faint"
    CUT_OFF = "cut_off"
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class PageRemark:
    """A remark with its sentence in Korean and English: what was noticed, and what to do."""

    kind: RemarkKind
    ko: str
    en: str

    def to_dict(self) -> dict[str, object]:
        """JSON-ready; read by `from_dict`."""
        return asdict(self)

    @staticmethod
    def from_dict(data: Mapping[str, Any]) -> PageRemark:
        """What `to_dict` wrote."""
        return PageRemark(RemarkKind(data["kind"]), data["ko"], data["en"])


_SENTENCES = {
    RemarkKind.NOTHING_READ: Message(
        "No text was read. Unless the page is blank, photograph it again, closer, in focus and in "
        "good light, or scan it at 300 dpi."
    ),
    RemarkKind.LITTLE_READ: Message(
        "Only {read} characters were read with certainty. If there are more, photograph the page "
        "again, closer and in focus, or scan it at 300 dpi."
    ),
    RemarkKind.ROTATED: Message(
        "The page was turned by {degrees}° clockwise before reading. If the texts look wrong, "
        "photograph or scan it again, upright."
    ),
    RemarkKind.BLURRED: Message(
        "The picture is blurred, so texts may be wrong. Photograph it again, in focus and without moving."
    ),
    RemarkKind.SMALL: Message(
        "The print is only {height} pixels high, so texts may be wrong. Photograph it again, closer, "
        "or scan it at 300 dpi."
    ),
    RemarkKind.FAINT: Message(
        "The print is faint, so texts may be missing or wrong. Photograph it again in better light, "
        "or scan it darker."
    ),
    RemarkKind.CUT_OFF: Message(
        "Text is cut off at the picture's edge ({side}). Photograph or scan the page again with all "
        "of the sheet in the picture."
    ),
    RemarkKind.UNREADABLE: Message(
        "Some characters can't be read: they are of another script, or hard to make out. Check texts "
        "such as '{text}'. If they are Korean or English, photograph the page again, closer and in "
        "focus."
    ),
}


def remark(kind: RemarkKind, values: Mapping[str, object] | None = None) -> PageRemark:
    """A remark whose blanks are filled.

    Args:
        values: what fills each blank of the sentence.
    """
    return PageRemark(kind, *_SENTENCES[kind].filled(**(values or {})).both)
