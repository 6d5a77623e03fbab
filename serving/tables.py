"""Typed tables in memory: the least recently used ones are dropped where they take more than a number of bytes."""

from __future__ import annotations

import threading
from collections import OrderedDict
from pathlib import Path
from typing import TYPE_CHECKING

from assets.automl import table_files
from records.tables import Document

if TYPE_CHECKING:
    import pandas as pd


class TableCache:
    """Loads typed tables and keeps them. May be used from several threads."""

    def __init__(self, max_bytes: int) -> None:
        """Args:
        max_bytes: most memory of all tables; a larger table is loaded each time.
        """
        self._max_bytes = max_bytes
        self._frames: OrderedDict[tuple[str, str], tuple[pd.DataFrame, int]] = OrderedDict()
        self._lock = threading.Lock()

    @property
    def bytes(self) -> int:
        """Memory of the tables that are kept."""
        return sum(size for _, size in self._frames.values())

    def load(self, document: Document, typed: Path) -> pd.DataFrame:
        """As `table_files.load_typed`. A table that was stored anew since is loaded again."""
        stored = table_files.digest(document, table_files.TYPED)
        if stored is None:  # a table of an earlier version, which could change unnoticed
            return table_files.load_typed(document, typed)
        key = (document.doc_id, stored)
        with self._lock:
            if key in self._frames:
                self._frames.move_to_end(key)
                return self._frames[key][0].copy(deep=False)
        frame = table_files.load_typed(document, typed)
        size = int(frame.memory_usage(deep=True).sum())
        if size > self._max_bytes:
            return frame
        with self._lock:
            for older in [kept for kept in self._frames if kept[0] == document.doc_id]:
                del self._frames[older]
            self._frames[key] = frame, size
            while self.bytes > self._max_bytes:
                self._frames.popitem(last=False)
        return frame.copy(deep=False)
