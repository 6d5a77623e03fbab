"""Answers what people ask of single rows at once: the models they ask, and what rows are compared with, stay in memory."""

from __future__ import annotations

import threading
from collections import OrderedDict

from assets.automl.what_if import Compared, answer, load_compared
from domain.what_if import WhatIf, WhatIfAnswer
from records.explanation_tables import Explanation
from records.tables import Plan
from resources.database import Database
from resources.files import Files
from resources.limits import MIB
from serving.models import ModelCache

MODELS = 2
LARGEST = 256 * MIB
"""Bytes of a model's files; a larger one is loaded for each question."""


class WhatIfs:
    """May be called from several threads; one question is answered after the other."""

    def __init__(self, database: Database, files: Files) -> None:
        self._database = database
        self._files = files
        # Not the lanes' models: a lane and a person may use them at the same time.
        self._models = ModelCache(MODELS, largest=LARGEST)
        self._compared: OrderedDict[str, Compared] = OrderedDict()
        self._lock = threading.Lock()

    def answer(self, question: WhatIf) -> WhatIfAnswer:
        """As `assets.automl.what_if.answer`."""
        with self._lock:
            return answer(self._database, self._files, question, self._models.load, self._load)

    def _load(self, files: Files, explanation: Explanation, plan_row: Plan) -> Compared:
        """As `load_compared`; the digest names the content."""
        digest = explanation.background_sha256 or ""
        if digest not in self._compared:
            self._compared[digest] = load_compared(files, explanation, plan_row)
        self._compared.move_to_end(digest)
        while len(self._compared) > MODELS:
            self._compared.popitem(last=False)
        return self._compared[digest]
