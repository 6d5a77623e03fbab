"""Reads the fields of documents again once their texts, values or kinds were changed, in a thread of its own.

Which ones is in their rows (`OcrDocument.fields_stale`): nothing is remembered here. It is work of some milliseconds, which never
waits behind pages that are read.
"""

from __future__ import annotations

import logging
from collections import Counter

from assets.ocr.document_fields import read_document_fields
from records.ocr.document_fields import fields_to_read
from resources.clock import Clock
from resources.database import Database
from resources.files import Files
from serving.woken_thread import WokenThread

LOOK_SECONDS = 60.0
"""Between two looks without a `wake`: what the night, a command or another host made stale."""
AT_ONCE = 20
"""Documents between two looks for stale ones."""
MOST_TRIES = 3
"""Readings of a document at one look: people may change it while it is read."""
_LOG = logging.getLogger(__name__)


class FieldReading(WokenThread):
    """The thread."""

    def __init__(
        self, database: Database, files: Files, clock: Clock, *, look_seconds: float = LOOK_SECONDS
    ) -> None:
        self._database = database
        self._files = files
        self._clock = clock
        self._look_seconds = look_seconds
        super().__init__("fields", first=look_seconds, again=look_seconds)

    def read_stale(self) -> int:
        """Read the fields of all documents with stale ones; of how many."""
        tries: Counter[str] = Counter()
        while True:
            with self._database.reading() as session:
                given_up = sum(count >= MOST_TRIES for count in tries.values())
                stale = fields_to_read.stale(session, limit=AT_ONCE + given_up)
            found = [doc_id for doc_id in stale if tries[doc_id] < MOST_TRIES]
            if not found:
                return len(tries)
            for doc_id in found:
                tries[doc_id] += 1
                try:
                    read_document_fields(self._database, self._files, doc_id, self._clock.now())
                except Exception:  # noqa: BLE001 - the next one may be read; this one stays stale
                    _LOG.exception("the fields of document %s could not be read again", doc_id)

    def _look(self) -> float:
        self.read_stale()
        return self._look_seconds
