"""What a report consists of, in the language of its reader. How it looks is no business of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from domain.messages import Language


@dataclass(frozen=True)
class Figure:
    """A number at the top of the report.

    Attributes:
        note: what it is to be compared with; may be empty.
    """

    label: str
    value: str
    note: str = ""


@dataclass(frozen=True)
class Facts:
    """Pairs of a name and a value."""

    rows: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Grid:
    """A table.

    Attributes:
        numeric: positions of columns that are set to the right.
        marked: position of the row that is emphasised.
        caption: above it; may be empty.
    """

    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    numeric: frozenset[int] = frozenset()
    marked: int | None = None
    caption: str = ""


@dataclass(frozen=True)
class Text:
    """A paragraph; `is_quiet`: an explanation in smaller print."""

    text: str
    is_quiet: bool = False


@dataclass(frozen=True)
class Points:
    """Sentences of equal rank."""

    items: Sequence[str]


@dataclass(frozen=True)
class Picture:
    """A PNG, with what it shows.

    Attributes:
        sentence: what is to be seen in it, below the caption; may be empty.
    """

    png: bytes
    caption: str
    sentence: str = ""


@dataclass(frozen=True)
class Pictures:
    """Pictures side by side, two in a row."""

    items: Sequence[Picture]


@dataclass(frozen=True)
class Bars:
    """Names with a share of the longest bar each, the longest first.

    Attributes:
        rows: name, length between 0 and 1, and what is written beside the bar.
    """

    rows: Sequence[tuple[str, float, str]]


Block = Facts | Grid | Text | Points | Pictures | Bars


@dataclass(frozen=True)
class Section:
    """A heading with what is below it."""

    title: str
    blocks: Sequence[Block]


@dataclass(frozen=True)
class Report:
    """A whole report.

    Attributes:
        kind: what it is a report on, above the title.
        summary: a sentence or two for who reads no further.
        colophon: at the foot of each page.
        page: "{page} / {pages}" in the language of the report.
    """

    language: Language
    kind: str
    title: str
    subtitle: str
    summary: str
    figures: Sequence[Figure]
    sections: Sequence[Section]
    colophon: str
    contents: Sequence[str] = field(default_factory=tuple)
