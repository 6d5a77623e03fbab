"""How texts are normalised before they are compared: signs that look alike are equal."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

EQUAL_SIGNS = str.maketrans(
    {
        "￦": "₩",
        "\\": "₩",
        "∗": "*",
        "＊": "*",
        "：": ":",
        "，": ",",
        "（": "(",
        "）": ")",
        "・": "·",
        "’": "'",
        "‘": "'",
        "“": '"',
        "”": '"',
        "—": "-",
        "–": "-",
        "−": "-",
    }
)


@dataclass(frozen=True)
class Normal:
    """How texts are normalised before they are compared."""

    ignore_case: bool

    def text(self, text: str) -> str:
        text = unicodedata.normalize("NFC", text).translate(EQUAL_SIGNS)
        return text.upper() if self.ignore_case else text

    def tight(self, text: str) -> str:
        return "".join(self.text(text).split())

    def words(self, texts: Iterable[str]) -> Counter[str]:
        return Counter(word for text in texts for word in self.text(text).split())
