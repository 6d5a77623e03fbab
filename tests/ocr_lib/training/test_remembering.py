"""The penalty is nothing where a network says what it said, grows as it drifts, and looks at known text alone."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from ocr_lib.networks.architecture import build
from ocr_lib.networks.charset import Charset
from ocr_lib.training.frames import Head
from ocr_lib.training.remembering import Remembering
from ocr_lib.training.samples import Batch


@pytest.fixture
def head():
    torch.manual_seed(0)
    return Head(build(Charset("가나다라")))


def batch(*known):
    frames = np.random.default_rng(0).normal(size=(len(known), 15, 256)).astype(np.float32)
    return Batch(frames, ["가"] * len(known), np.array(known))


def penalty(remembering, head, given):
    inputs = torch.from_numpy(given.images)
    with torch.no_grad():
        scores = head(inputs).log_softmax(2).permute(1, 0, 2)
        return float(remembering(inputs, scores, given))


def test_a_network_that_did_not_change_pays_nothing(head):
    assert penalty(Remembering(head, 1.0), head, batch(True, True)) == pytest.approx(0, abs=1e-4)


def test_one_that_drifted_pays_by_the_weight(head):
    once, twice = Remembering(head, 1.0), Remembering(head, 2.0)
    with torch.no_grad():
        head.Prediction.bias += torch.arange(5.0)
    given = batch(True, True)
    assert penalty(once, head, given) > 0.1
    assert penalty(twice, head, given) == pytest.approx(2 * penalty(once, head, given))


def test_peoples_own_items_cost_nothing(head):
    remembering = Remembering(head, 1.0)
    with torch.no_grad():
        head.Prediction.bias += torch.arange(5.0)
    assert penalty(remembering, head, batch(False, False)) == 0
    assert penalty(remembering, head, batch(True, False)) > 0
