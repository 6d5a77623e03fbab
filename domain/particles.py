"""Korean particles by the sound before them: 은(는), 을(를), 이(가), 와(과), (으)로, (이)라, (이)어서.

No installed library does this, and the rule is short: a syllable of the Unicode block of Hangul is 28 · n + its final consonant (0 for
none), and digits end as they are read (일, 이, 삼, …; 십, 백, 천 and 만 as 영 does, with a consonant). So do % (퍼센트) and words of two to five
capital letters, which are read one by one: ROC AUC가, OCR을.
"""

from __future__ import annotations

import re

_PARTICLES = {
    "은(는)": ("은", "는"),
    "을(를)": ("을", "를"),
    "이(가)": ("이", "가"),
    "과(와)": ("과", "와"),
    "와(과)": ("과", "와"),
    "(으)로": ("으로", "로"),
    "(이)라": ("이라", "라"),
    "(이)어서": ("이어서", "여서"),
}
"""Each with the form after a consonant and the form after a vowel."""
_OPEN = re.compile(
    rf"(?P<last>[가-힣0-9%]|(?<![A-Za-z0-9])[A-Z]{{2,5}})(?P<closing>['\"’”»)\]]*)(?P<particle>{'|'.join(re.escape(one) for one in _PARTICLES)})"
)
_FIRST_SYLLABLE = ord("가")
_FINALS = 28
_RIEUL = 8
"""The final consonant ㄹ, after which (으)로 is 로."""
_READ_AS = {
    **dict(zip("0123456789", "영일이삼사오육칠팔구", strict=True)),
    **dict(
        zip(
            "%ABCDEFGHIJKLMNOPQRSTUVWXYZ",
            "트이비씨디이프지치이이이엘엠엔오피큐알스티유이유스이지",
            strict=True,
        )
    ),
}
"""The last syllable of what a digit, letter or sign is called."""


def with_particles(sentence: str) -> str:
    """The sentence with each particle in the form that fits; both forms stay behind letters whose reading isn't known."""
    return _OPEN.sub(_fitting, sentence)


def _fitting(found: re.Match[str]) -> str:
    last = _READ_AS.get(found["last"][-1], found["last"][-1])
    final = (ord(last) - _FIRST_SYLLABLE) % _FINALS
    after_consonant, after_vowel = _PARTICLES[found["particle"]]
    ends_open = final == 0 or (final == _RIEUL and after_vowel == "로")
    return found["last"] + found["closing"] + (after_vowel if ends_open else after_consonant)
