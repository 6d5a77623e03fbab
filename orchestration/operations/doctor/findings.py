"""What a check of `saebyeok doctor` found."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One check: whether it is fine, what was seen, and what to do where it isn't.

    Attributes:
        detail: in English.
        remedy: in Korean.
        remedy_en: in English; empty where the detail says it.
    """

    check: str
    ok: bool
    detail: str
    remedy: str = ""
    remedy_en: str = ""
