"""What people are told of a page that was read though something is wrong with it: which remarks there are, and their
sentences. When a page gets which is decided in `page_remarks`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


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

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready; read by `from_dict`."""
        return asdict(self)

    @staticmethod
    def from_dict(data: Mapping[str, Any]) -> PageRemark:
        """What `to_dict` wrote."""
        return PageRemark(RemarkKind(data["kind"]), data["ko"], data["en"])


_SENTENCES: dict[RemarkKind, tuple[str, str]] = {
    RemarkKind.NOTHING_READ: (
        "글자를 하나도 읽지 못했습니다. 빈 종이가 아니라면 밝은 곳에서 더 가까이 또렷하게 다시 촬영하거나 300dpi로 다시 스캔해 주세요.",
        "No text was read. Unless the page is blank, photograph it again, closer, in focus and in good light, or scan it "
        "at 300 dpi.",
    ),
    RemarkKind.LITTLE_READ: (
        "확실하게 읽은 글자가 {read}자뿐입니다. 글자가 더 있다면 더 가까이 또렷하게 다시 촬영하거나 300dpi로 다시 스캔해 주세요.",
        "Only {read} characters were read with certainty. If there are more, photograph the page again, closer and in "
        "focus, or scan it at 300 dpi.",
    ),
    RemarkKind.ROTATED: (
        "쪽을 시계 방향으로 {degrees}도 돌려 읽었습니다. 글자가 이상하면 종이를 똑바로 놓고 다시 촬영하거나 스캔해 주세요.",
        "The page was turned by {degrees}° clockwise before reading. If the texts look wrong, photograph or scan it again, "
        "upright.",
    ),
    RemarkKind.BLURRED: (
        "그림이 흐려 틀린 글자가 있을 수 있습니다. 초점을 맞추고 흔들리지 않게 다시 촬영해 주세요.",
        "The picture is blurred, so texts may be wrong. Photograph it again, in focus and without moving.",
    ),
    RemarkKind.SMALL: (
        "글자 높이가 {height}화소로 작아 틀린 글자가 있을 수 있습니다. 더 가까이 다시 촬영하거나 300dpi로 다시 스캔해 주세요.",
        "The print is only {height} pixels high, so texts may be wrong. Photograph it again, closer, or scan it at 300 dpi.",
    ),
    RemarkKind.FAINT: (
        "글자가 흐리게 인쇄되어 빠지거나 틀린 글자가 있을 수 있습니다. 더 밝은 곳에서 다시 촬영하거나 더 진하게 다시 스캔해 주세요.",
        "The print is faint, so texts may be missing or wrong. Photograph it again in better light, or scan it darker.",
    ),
    RemarkKind.CUT_OFF: (
        "그림 가장자리에서 글자가 잘렸습니다({side}). 종이 전체가 들어오게 다시 촬영하거나 스캔해 주세요.",
        "Text is cut off at the picture's edge ({side}). Photograph or scan the page again with all of the sheet in the "
        "picture.",
    ),
    RemarkKind.UNREADABLE: (
        "읽을 수 없는 문자가 있습니다: 다른 언어의 글자이거나 알아보기 어려운 글자입니다. '{text}'처럼 읽은 곳을 확인해 주세요. "
        "한글이나 영문이라면 더 가까이 또렷하게 다시 촬영해 주세요.",
        "Some characters can't be read: they are of another script, or hard to make out. Check texts such as '{text}'. "
        "If they are Korean or English, photograph the page again, closer and in focus.",
    ),
}  # fmt: skip


def remark(kind: RemarkKind, values: Mapping[str, tuple[object, object]] | None = None) -> PageRemark:
    """A remark whose blanks are filled.

    Args:
        values: for each blank of the sentence, what fills it in Korean and in English.

    Raises:
        KeyError: a blank has no value.
    """
    ko, en = _SENTENCES[kind]
    filled = values or {}
    return PageRemark(
        kind,
        ko.format(**{name: value for name, (value, _) in filled.items()}),
        en.format(**{name: value for name, (_, value) in filled.items()}),
    )
