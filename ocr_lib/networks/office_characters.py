"""The characters a Korean office writes: the syllables of modern text, and the signs of forms and receipts.

The syllables are, by rule rather than by a corpus:

1. KS X 1001's 2,350.
2. Every syllable without a final consonant (399), and those of them that KS X 1001 has (349) with each of the finals
   ㄱ ㄴ ㄹ ㅁ ㅂ ㅅ ㅇ ㅆ. Loan words end in the first seven alone (the orthography of loan words, article 3), inflection
   and contraction add ㄴ ㄹ ㅁ ㅂ ㅆ to stems.
3. `further_syllables.txt` beside this file: what type foundries add to KS X 1001 (the 430 of 2,780-glyph fonts), what
   Debian's hunspell-ko needs for its words with their endings, and a few of names and dialect; without those of 1 and 2.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from domain.characters import INITIALS, VOWELS, syllable_of
from ocr_lib.networks.charset import Charset

SIGNS = (
    "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇"
    "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫⅰⅱⅲⅳⅴⅵⅶⅷⅸⅹ㉠㉡㉢㉣㉤㉥㉦㉧㉨㉩㉪㉫㉬㉭㉮㉯㉰㉱㉲㉳㉴㉵㉶㉷㉸㉹㉺㉻"
    "㎜㎝㎞㎟㎠㎡㎢㎣㎤㎥㎍㎎㎏㎖㎗ℓ㎘㏄㎾㎐㎑㎒㎓㎈㎉㏊㎧㎩℃℉‰Ωµ"
    "₩￦€£¥¢©®™㈜㉿№℡☎☏†‡§¶•·ㆍ※"
    "○●◎◇◆□■▣△▲▽▼◁◀▷▶☆★♡♥♣♠☐☑☒✓✔→←↑↓↔⇒⇔☞"
    "「」『』【】〔〕《》〈〉–—…“”‘’′″°"
    "~×÷±√≤≥≠≒∞∴²³¹½¼¾％"
)
# ㄱ ㄴ ㄹ ㅁ ㅂ ㅅ ㅆ ㅇ as numbers of Unicode's final consonants.
_COMMON_FINALS = (1, 4, 8, 16, 17, 19, 20, 21)


@cache
def ks_syllables() -> frozenset[str]:
    """KS X 1001's 2,350 syllables."""
    return frozenset(
        bytes((row, cell)).decode("euc-kr") for row in range(0xB0, 0xC9) for cell in range(0xA1, 0xFF)
    )


@cache
def modern_syllables() -> frozenset[str]:
    """The syllables of the rule above."""
    open_ones = [syllable_of(i, v, 0) for i in range(INITIALS) for v in range(VOWELS)]
    ks = ks_syllables()
    closed = {chr(ord(c) + final) for c in open_ones if c in ks for final in _COMMON_FINALS}
    further = (Path(__file__).parent / "further_syllables.txt").read_text(encoding="utf-8").split()
    return ks.union(open_ones, closed, *further)


def office_charset(base: Charset, more: Iterable[str] = ()) -> Charset:
    """`base` with the office's characters (and those of the texts `more`) at its end, in code order.

    Args:
        base: its characters keep their classes.
    """
    return base.grown(["".join(sorted(modern_syllables())), SIGNS, *more])
