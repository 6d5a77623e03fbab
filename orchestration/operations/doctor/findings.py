"""What a check of `saebyeok doctor` found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from domain.messages import Language, Message


@dataclass(frozen=True)
class Finding:
    """One check: whether it is fine, what was seen, and what to do where it isn't.

    Attributes:
        detail: in English.
        remedy: what to do; None where nothing is wrong.
    """

    check: str
    ok: bool
    detail: str
    remedy: Message | None = None

    def remedy_in(self, language: Language) -> str:
        """The remedy in `language`; empty where there is none, or where the detail is the same sentence."""
        text = self.remedy.render(language) if self.remedy else ""
        return "" if text == self.detail else text

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready, with the remedy in Korean and in English."""
        remedies = {"remedy": self.remedy_in("ko"), "remedy_en": self.remedy_in("en")}
        return {"check": self.check, "ok": self.ok, "detail": self.detail, **remedies}
