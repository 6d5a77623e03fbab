"""What a text probably says, from past corrections: the memory is kept and told of new corrections as they come.

How it remembers is handed in; this module knows only when it has to.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from sqlalchemy.orm import Session

from domain.ocr import TextState
from records.ocr import texts
from records.ocr.tables import OcrText

MOST_PAIRS = 50_000


class Offered(Protocol):
    """One suggestion."""

    @property
    def text(self) -> str: ...


class Memory(Protocol):
    """Remembers corrections; `ocr_lib.suggestions.CorrectionMemory` is one."""

    def learn(self, read: str, corrected: str) -> None: ...

    def suggest(self, text: str) -> Sequence[Offered]: ...


@dataclass
class Suggestions:
    """One memory for all who correct.

    Args:
        remember: a memory of (read, corrected) pairs, the newest last.
    """

    remember: Callable[[Iterable[tuple[str, str]]], Memory]
    _memory: Memory | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def of(self, session: Session, rows: Sequence[OcrText]) -> dict[str, str]:
        """The best suggestion for each unchecked text, by its id."""
        with self._lock:
            if self._memory is None:
                self._memory = self.remember(texts.corrections(session, limit=MOST_PAIRS))
            found = {
                row.text_id: self._memory.suggest(row.text) for row in rows if row.state == TextState.MACHINE
            }
        return {text_id: offered[0].text for text_id, offered in found.items() if offered}

    def learn(self, read: str, corrected: str) -> None:
        """Adds a correction of `read`."""
        with self._lock:
            if self._memory is not None:
                self._memory.learn(read, corrected)
