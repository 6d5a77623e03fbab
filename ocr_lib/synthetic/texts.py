"""What made lines say: Korean and English phrases, numbers as business papers write them, rare syllables.

Word lists lie beside this file; longer ones (Debian's hunspell-ko and wamerican) are used where given.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from ocr_lib.synthetic import papers

WORDS = Path(__file__).parent / "words"
SIGNS = (
    "₩€㈜·※①②③④⑤⑥⑦⑧⑨⑩㎡㎥℃「」『』【】○●◎□■△▲▽▼◇◆☆★→←↑↓《》〈〉…～±×÷≤≥‰㎏㎝㎞㎜㎖％：；（）［］｛｝“”‘’–—°²³"
)
OFFICE_SHARES = {
    "korean": 0.16, "english": 0.08, "number": 0.07, "mixed": 0.05, "syllables": 0.02, "characters": 0.02, "receipt": 0.13,
    "receipt_english": 0.10, "form": 0.09, "amount": 0.05, "when": 0.03, "code": 0.05, "size": 0.04, "single": 0.04,
    "web": 0.02, "rule": 0.015, "address": 0.03, "rare": 0.09, "signs": 0.04,
}  # fmt: skip
"""How often a recogniser meets each kind of `KINDS` that is to read office papers."""
HANGUL_FIRST, HANGUL_LAST = 0xAC00, 0xD7A3


def read_words(path: Path) -> list[str]:
    """The words of a file, NFC, one or more a line; of a hunspell dictionary without its flags."""
    text = unicodedata.normalize("NFC", path.read_text(encoding="utf-8", errors="replace"))
    if path.suffix == ".dic":
        return [line.partition("/")[0] for line in text.splitlines()[1:] if line.strip()]
    return text.split()


@dataclass(frozen=True)
class TextMix:
    """Draws the texts of lines.

    Args:
        characters: what a recogniser can write; texts with others are drawn again.
        korean: words, to which endings are added.
        english: words.
        shares: how often each kind of `KINDS` is drawn; need not add up to 1.
        longest: most characters of a line.
    """

    characters: frozenset[str]
    korean: Sequence[str] = field(default_factory=lambda: read_words(WORDS / "korean.txt"))
    endings: Sequence[str] = field(default_factory=lambda: read_words(WORDS / "endings.txt"))
    english: Sequence[str] = field(
        default_factory=lambda: [*read_words(WORDS / "english.txt"), *read_words(WORDS / "latin_rare.txt")]
    )
    shares: tuple[tuple[str, float], ...] = (
        ("korean", 0.42),
        ("english", 0.22),
        ("number", 0.16),
        ("syllables", 0.06),
        ("mixed", 0.10),
        ("characters", 0.04),
    )
    longest: int = 34

    def with_shares(self, **shares: float) -> TextMix:
        """The same words in another mix."""
        return replace(self, shares=tuple(shares.items()))

    def draw(self, rng: np.random.Generator) -> str:
        """One text: not empty, no spaces at its ends or in a row, every character known."""
        kinds = [name for name, _ in self.shares]
        weights = np.array([share for _, share in self.shares])
        while True:
            kind = kinds[rng.choice(len(kinds), p=weights / weights.sum())]
            text = " ".join(KINDS[kind](self, rng).split())[: self.longest].strip()
            if text and self.characters.issuperset(text):
                return text


def _pick(words: Sequence[str], rng: np.random.Generator) -> str:
    return words[int(rng.integers(len(words)))]


def _korean_word(mix: TextMix, rng: np.random.Generator) -> str:
    word = _pick(mix.korean, rng)
    if rng.random() < 0.25:
        word += _pick(mix.korean, rng)
    if rng.random() < 0.45:
        word += _pick(mix.endings, rng)
    if rng.random() < 0.08:
        pair = _pick(("()", "[]", "「」", "''", '""', "<>"), rng)
        word = f"{pair[0]}{word}{pair[1]}"
    if rng.random() < 0.1:
        word += _pick((",", ".", ":", "·", "?", "!", ";"), rng)
    return word


def _korean(mix: TextMix, rng: np.random.Generator) -> str:
    if rng.random() < 0.06:
        company = _pick(mix.korean, rng) + _pick(mix.korean, rng)
        return _pick((f"(주){company}", f"{company}(주)", f"㈜{company}", f"주식회사 {company}"), rng)
    return " ".join(_korean_word(mix, rng) for _ in range(rng.integers(1, 6)))


def _english(mix: TextMix, rng: np.random.Generator) -> str:
    words = [_pick(mix.english, rng) for _ in range(rng.integers(1, 5))]
    case = rng.random()
    text = " ".join(words)
    if case < 0.2:
        text = text.upper()
    elif case < 0.5:
        text = text.lower()
    elif case < 0.7:
        text = text.capitalize()
    return text + _pick(("", "", "", ".", ",", ":", "?", "!", ";"), rng)


def _digits(rng: np.random.Generator, count: int) -> str:
    return "".join(str(digit) for digit in rng.integers(0, 10, count))


def _amount(rng: np.random.Generator) -> str:
    amount = f"{int(10 ** rng.uniform(1, 10)):,}"
    form = _pick(
        ("{}", "{}", "{}원", "₩{}", "{} 원", "-{}", "({})", "{}.00", "${}", "일금 {}원정", "€{}"), rng
    )
    return form.format(amount)


def _date(rng: np.random.Generator) -> str:
    year, month, day = rng.integers(1960, 2040), rng.integers(1, 13), rng.integers(1, 29)
    form = _pick(
        (
            "{}년 {}월 {}일",
            "{}-{:02}-{:02}",
            "{}.{:02}.{:02}",
            "{}. {}. {}.",
            "{}/{:02}/{:02}",
            "{}{:02}{:02}",
        ),
        rng,
    )
    text = form.format(year, month, day)
    if rng.random() < 0.15:
        text += f" {rng.integers(24):02}:{rng.integers(60):02}"
    return text


def _number(mix: TextMix, rng: np.random.Generator) -> str:
    forms: tuple[Callable[[], str], ...] = (
        lambda: _amount(rng),
        lambda: _amount(rng),
        lambda: _date(rng),
        lambda: _date(rng),
        lambda: f"{_digits(rng, 3)}-{_digits(rng, 2)}-{_digits(rng, 5)}",
        lambda: f"0{_digits(rng, 2)}-{_digits(rng, 4)}-{_digits(rng, 4)}",
        lambda: f"{_digits(rng, 6)}-{_digits(rng, 7)}",
        lambda: (
            f"{rng.uniform(0, 100):.{rng.integers(0, 4)}f}{_pick(('%', '', ' kg', '㎡', '℃', ' mm', '‰'), rng)}"
        ),
        lambda: _digits(rng, int(rng.integers(1, 14))),
        lambda: " ".join(_amount(rng) for _ in range(rng.integers(2, 4))),
        lambda: f"No. {_digits(rng, 5)}",
        lambda: (
            f"{_pick('ABCDEFGHJKLMNPQRSTUVWXYZ', rng)}{_digits(rng, 3)}-{_pick(mix.english, rng)[:3].upper()}"
        ),
        lambda: (
            f"{rng.integers(1, 100)}{_pick(('개', '명', '건', '박스', '대', '월', '층', '호', '%', ' EA'), rng)}"
        ),
    )
    return forms[rng.integers(len(forms))]()


def _percent(_mix: TextMix, rng: np.random.Generator) -> str:
    return f"{rng.uniform(0, 100):.{rng.integers(0, 3)}f}%"


def _syllables(mix: TextMix, rng: np.random.Generator) -> str:
    known = [c for c in _sorted(mix.characters) if HANGUL_FIRST <= ord(c) <= HANGUL_LAST]
    words = ["".join(known[i] for i in rng.integers(0, len(known), rng.integers(1, 6))) for _ in range(3)]
    return " ".join(words[: rng.integers(1, 4)])


def _mixed(mix: TextMix, rng: np.random.Generator) -> str:
    parts = [
        _korean_word(mix, rng),
        _pick((_number(mix, rng), _pick(mix.english, rng)), rng),
        _pick((_korean_word(mix, rng), _number(mix, rng), _pick(mix.english, rng), ""), rng),
    ]
    return _pick((" ", ": ", "", " / ", " - ", " "), rng).join(parts[i] for i in rng.permutation(3))


def _characters(mix: TextMix, rng: np.random.Generator) -> str:
    signs = [c for c in SIGNS if c in mix.characters]
    ascii_signs = [c for c in _sorted(mix.characters) if ord(c) < 127]
    pools = [pool for pool in (signs, ascii_signs, _sorted(mix.characters)) if pool]
    pool = pools[int(rng.integers(len(pools)))]
    text = "".join(pool[i] for i in rng.integers(0, len(pool), rng.integers(1, 9)))
    return _pick((text, f"{_pick(signs or ['-'], rng)} {_korean_word(mix, rng)}"), rng)


_SORTED: dict[frozenset[str], list[str]] = {}


def _sorted(characters: frozenset[str]) -> list[str]:
    """In one order whatever the hash seed, so that a seed gives the same texts."""
    if characters not in _SORTED:
        _SORTED[characters] = sorted(characters)
    return _SORTED[characters]


KINDS: dict[str, Callable[[TextMix, np.random.Generator], str]] = {
    "korean": _korean,
    "english": _english,
    "number": _number,
    "percent": _percent,
    "syllables": _syllables,
    "mixed": _mixed,
    "characters": _characters,
    "receipt": lambda _mix, rng: papers.receipt(rng),
    "receipt_english": lambda _mix, rng: papers.receipt_english(rng),
    "form": lambda _mix, rng: papers.form(rng),
    "amount": lambda _mix, rng: papers.amount(rng),
    "when": lambda _mix, rng: papers.when(rng),
    "code": lambda _mix, rng: papers.code(rng),
    "size": lambda _mix, rng: papers.size(rng),
    "single": lambda _mix, rng: papers.single(rng),
    "web": lambda _mix, rng: papers.web(rng),
    "rule": lambda _mix, rng: papers.rule(rng),
    "address": lambda _mix, rng: papers.address(rng),
    "rare": lambda mix, rng: papers.rare(mix.characters, rng),
    "signs": lambda mix, rng: papers.signs(mix.characters, rng),
}
"""The kinds of text a mix may hold, by name."""
