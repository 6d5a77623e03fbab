"""English of 학습: training texts, tonight's items and networks."""

from __future__ import annotations

WORDS: dict[str, str] = {}
