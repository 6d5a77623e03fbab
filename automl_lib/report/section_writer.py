"""What the sections of a report have in common: the source, the language, and names in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from automl_lib.report.source import ReportSource
from automl_lib.report.wording import shown_as
from domain.learners import LEARNERS
from domain.messages import Language, Message


@dataclass(frozen=True)
class SectionWriter:
    """Writes sections of a report in one language."""

    source: ReportSource
    language: Language

    def _(self, text: str, /, **params: Any) -> str:
        """A sentence, with the values of its placeholders."""
        return Message(text, **params).render(self.language)

    def name_of(self, code: str) -> str:
        """What a family of models is called."""
        learner = LEARNERS.get(code)
        return learner.name.render(self.language) if learner else code

    def interval(self, name: str) -> str:
        """The bounds of a score, in its format; empty without."""
        interval = self.source.intervals.get(name)
        if interval is None:
            return ""
        return f"{shown_as(name, interval.low)} – {shown_as(name, interval.high)}"
