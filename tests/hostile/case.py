"""A file that may be brought, and what has to become of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property


@dataclass(frozen=True)
class Read:
    """The file is read.

    Args:
        rows: of a table; None where any number is right.
        pages: of a document of pages.
        noted: Korean words among the remarks (of a table: its ledger and warnings; of pages: their notes).
    """

    rows: int | None = None
    pages: int | None = None
    noted: str = ""


@dataclass(frozen=True)
class Refused:
    """The file is refused, in a sentence that names it, the trouble and the remedy.

    Args:
        ko, en: words of the sentence in each language.
        by_intake: whether the intake refuses it already, so that there is no document.
    """

    ko: str
    en: str
    by_intake: bool = False


def at_once(refused: Refused) -> Refused:
    """The same refusal, by the intake."""
    return replace(refused, by_intake=True)


@dataclass(frozen=True)
class Case:
    """A bad input.

    Args:
        name: of the case.
        file_name: as people call the file.
        build: makes its bytes.
        outcome: what is to become of it.
    """

    name: str
    file_name: str
    build: Callable[[], bytes]
    outcome: Read | Refused

    @cached_property
    def content(self) -> bytes:
        return self.build()

    def __str__(self) -> str:
        return self.name


EMPTY = Refused("비어", "is empty")
DAMAGED = Refused("손상되었거나 끝까지 저장되지 않았습니다", "is damaged or was cut short")
DRM = Refused("문서보안을 해제하세요", "Remove the document security")
PASSWORD = Refused("Excel에서 암호를 풀어 저장", "Save it without a password")
MEMORY = Refused("메모리가 한도", "needs more memory than the limit")
ARCHIVE = Refused("압축을 풀고 안에 있는 표 파일을", "Unpack it and upload the table inside")
