"""Rows of syllables that were never learnt are composed of those that were."""

from __future__ import annotations

import torch

from ocr_lib.networks.charset import Charset
from ocr_lib.networks.jamo_rows import compose_rows

FIRST = ord("가")


def syllables(initials, vowels, finals):
    return "".join(chr(FIRST + 588 * i + 28 * v + f) for i in initials for v in vowels for f in finals)


def test_a_row_that_is_a_sum_of_parts_is_found_again():
    generator = torch.Generator().manual_seed(0)
    parts = [torch.randn(size, 8, generator=generator) for size in (19, 21, 28)]

    def row(character):
        code = ord(character) - FIRST
        return parts[0][code // 588] + parts[1][code // 28 % 21] + parts[2][code % 28]

    every = syllables(range(6), range(6), range(6))
    held = every[::11]
    known = Charset("ab" + "".join(c for c in every if c not in held))
    new = known.grown([held])
    weight = torch.zeros(new.classes, 8)
    for character in known.characters[2:]:
        weight[known.encode(character)[0]] = row(character)
    state = {"Prediction.weight": weight, "Prediction.bias": weight[:, 0].clone()}
    composed = compose_rows(state, new, known)
    for character in held:
        place = new.encode(character)[0]
        assert torch.allclose(composed["Prediction.weight"][place], row(character), atol=0.15)
        assert torch.allclose(composed["Prediction.bias"][place], row(character)[0], atol=0.15)
    rows = [known.encode(c)[0] for c in known.characters]
    assert torch.equal(composed["Prediction.weight"][rows], weight[rows])


def test_without_new_syllables_nothing_changes():
    charset = Charset("가나다a")
    state = {"Prediction.weight": torch.ones(5, 3), "Prediction.bias": torch.ones(5)}
    assert compose_rows(state, charset, charset) is state
    grown = charset.grown(["☑"])
    assert compose_rows(state, grown, charset) is state
