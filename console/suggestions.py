"""What a text probably says, from the corrections that hold now: the memory is kept, and follows them.

How it remembers is handed in; this module knows only when it has to.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

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

    def forget(self, read: str, corrected: str) -> None: ...

    def suggest(self, text: str) -> Sequence[Offered]: ...


@dataclass
class Suggestions:
    """One memory for all who correct.

    Args:
        remember: a memory of (read, corrected) pairs, the newest last.
    """

    remember: Callable[[Iterable[tuple[str, str]]], Memory]
    _memory: Memory | None = None
    _learnt: Counter[tuple[str, str]] = field(default_factory=Counter)
    _version: tuple[Any, ...] = ()
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def of(self, session: Session, rows: Sequence[OcrText]) -> dict[str, str]:
        """The best suggestion for each unchecked text, by its id."""
        unchecked = [row for row in rows if row.state == TextState.MACHINE]
        if not unchecked:
            return {}
        with self._lock:
            memory = self._current(session)
            found = {row.text_id: memory.suggest(row.text) for row in unchecked}
        return {text_id: offered[0].text for text_id, offered in found.items() if offered}

    def _current(self, session: Session) -> Memory:
        """The memory, with what was corrected, undone or deleted since."""
        version = texts.corrections_version(session)
        if self._memory is not None and version == self._version:
            return self._memory
        pairs = texts.corrections(session, limit=MOST_PAIRS)
        holding = Counter(pairs)
        if self._memory is None:
            self._memory = self.remember(pairs)
        else:
            for pair in (self._learnt - holding).elements():
                self._memory.forget(*pair)
            new = holding - self._learnt
            for pair in pairs:
                if new[pair]:
                    self._memory.learn(*pair)
                    new[pair] -= 1
        self._learnt, self._version = holding, version
        return self._memory
