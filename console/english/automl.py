"""English of 자동 학습: the five stages."""

from __future__ import annotations

WORDS: dict[str, str] = {}
