"""The texts of receipts and forms: in the characters of an office, varied, and with the rare ones often enough."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from ocr_lib.gate.character_classes import office_characters
from ocr_lib.networks.office_characters import ks_syllables
from ocr_lib.synthetic import papers
from ocr_lib.synthetic.texts import KINDS, OFFICE_SHARES, TextMix

KNOWN = frozenset(office_characters())
PLAIN = (papers.receipt, papers.receipt_english, papers.form, papers.amount, papers.when, papers.code, papers.size,
         papers.single, papers.web, papers.rule, papers.address)  # fmt: skip


@pytest.mark.parametrize("kind", PLAIN, ids=lambda kind: kind.__name__)
def test_texts_are_varied_and_in_the_characters_of_an_office(kind):
    rng = np.random.default_rng(0)
    texts = [kind(rng) for _ in range(400)]
    assert all(texts)
    assert KNOWN.issuperset("".join(texts))
    assert len(set(texts)) > 60


def test_a_mix_draws_every_kind():
    assert set(OFFICE_SHARES) <= set(KINDS)
    mix = TextMix(KNOWN).with_shares(**OFFICE_SHARES)
    rng = np.random.default_rng(1)
    texts = [mix.draw(rng) for _ in range(1500)]
    joined = "\n".join(texts)
    for piece in ("~", "@", "☑", "(√)", "**", "---", "TOTAL", "㎡", "습니다", "%", ":"):
        assert piece in joined, piece
    assert any(len(text) == 1 for text in texts)


def test_seldom_syllables_are_drawn_about_alike_often():
    rng = np.random.default_rng(0)
    counts = Counter("".join(papers.rare(KNOWN, rng) for _ in range(20000)))
    beyond = [counts[c] for c in KNOWN if "가" <= c <= "힣" and c not in ks_syllables()]
    # Some 30 of each; chance alone leaves none below a fifth of that.
    assert np.mean(beyond) > 20
    assert min(beyond) > np.mean(beyond) / 5
    assert max(beyond) < np.mean(beyond) * 4


def test_every_sign_is_drawn():
    rng = np.random.default_rng(0)
    drawn = set("".join(papers.signs(KNOWN, rng) for _ in range(6000)))
    assert {c for c in KNOWN if not c.isascii() and not "가" <= c <= "힣"} <= drawn
