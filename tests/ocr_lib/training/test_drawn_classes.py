"""CTC over drawn classes: all that a label needs is there, and with all classes drawn it is the ordinary softmax."""

from __future__ import annotations

import pytest
import torch

from ocr_lib.networks.architecture import build
from ocr_lib.networks.charset import Charset
from ocr_lib.training.drawn_classes import log_probabilities
from ocr_lib.training.samples import targets

CHARSET = Charset("ab1" + "".join(chr(0xAC00 + n) for n in range(200)))
LABELS = ["가a", chr(0xAC00 + 199)]


@pytest.fixture
def network():
    torch.manual_seed(0)
    return build(CHARSET).eval()


@pytest.fixture
def inputs():
    return torch.rand(2, 1, 64, 64, generator=torch.Generator().manual_seed(1)) * 2 - 1


def loss(scores, labels, lengths):
    frames = torch.full((2,), scores.shape[0])
    return torch.nn.functional.ctc_loss(scores, labels, frames, lengths)


def whole_loss(network, inputs):
    scores = network(inputs, None).log_softmax(2).permute(1, 0, 2)
    return loss(scores, *targets(LABELS, CHARSET))


def test_with_every_class_it_is_the_loss_over_all(network, inputs):
    drawn = log_probabilities(network, inputs, LABELS, CHARSET, drawn=10_000)
    assert loss(*drawn).item() == pytest.approx(whole_loss(network, inputs).item(), rel=1e-5)


def test_with_few_it_comes_near_the_loss_over_all_and_teaches_the_drawn_rows(network, inputs):
    torch.manual_seed(3)
    scores, labels, lengths = log_probabilities(network, inputs, LABELS, CHARSET, drawn=20)
    # blank, three ASCII characters, two syllables of the labels, and those drawn
    assert scores.shape[2] == 1 + 3 + 2 + 20
    found = loss(scores, labels, lengths)
    assert found.item() == pytest.approx(whole_loss(network, inputs).item(), rel=0.1)
    found.backward()
    rows = network.Prediction.weight.grad.abs().sum(1) > 0
    assert int(rows.sum()) == scores.shape[2]
    assert rows[0] and rows[CHARSET.encode("가")[0]]
