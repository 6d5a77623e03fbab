"""A last layer of shared parts says what the ordinary one said, teaches related syllables, and becomes ordinary again."""

from __future__ import annotations

import pytest
import torch

from ocr_lib.networks.architecture import build
from ocr_lib.networks.charset import Charset
from ocr_lib.training.jamo_head import JamoHead, ordinary_state, with_jamo_head

CHARSET = Charset("a1☑가각간나낙난다닥단도")


@pytest.fixture
def layer():
    torch.manual_seed(0)
    return torch.nn.Linear(8, CHARSET.classes)


def test_it_says_at_first_what_the_layer_said(layer):
    frames = torch.randn(2, 5, 8)
    assert torch.allclose(JamoHead(layer, CHARSET)(frames), layer(frames), atol=1e-5)


def test_what_is_learnt_of_a_syllable_moves_those_that_share_its_jamo(layer):
    head = JamoHead(layer, CHARSET)
    before = head.rows(torch.arange(CHARSET.classes))[0].detach()
    learnt = CHARSET.encode("각")
    head.rows(torch.tensor(learnt))[0].sum().backward()
    torch.optim.SGD(head.parameters(), lr=0.1).step()
    moved = (head.rows(torch.arange(CHARSET.classes))[0].detach() - before).abs().sum(1)
    place = {character: CHARSET.encode(character)[0] for character in CHARSET.characters}
    assert moved[place["각"]] > moved[place["가"]] > 0
    assert moved[place["낙"]] > 0
    assert moved[place["도"]] == moved[place["a"]] == moved[place["☑"]] == 0


def test_its_weights_become_those_of_an_ordinary_network():
    torch.manual_seed(0)
    plain = build(CHARSET).eval()
    inputs = torch.rand(1, 1, 64, 128)
    expected = plain(inputs, None)
    network = with_jamo_head(plain, CHARSET).eval()
    state = ordinary_state(network.state_dict(), network)
    again = build(CHARSET).eval()
    again.load_state_dict(state)
    assert torch.allclose(again(inputs, None), expected, atol=1e-5)
