"""The penalty is nothing where a network says what it said, grows as it drifts, and looks at known text alone."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from ocr_lib.networks.architecture import build
from ocr_lib.networks.charset import Charset
from ocr_lib.training.frames import CachedFeatures, Head, frame_batches
from ocr_lib.training.remembering import Remembering


@pytest.fixture
def head():
    torch.manual_seed(0)
    return Head(build(Charset("가나다라")))


def seen(*known):
    rng = np.random.default_rng(0)
    return [
        CachedFeatures(rng.normal(size=(15, 256)).astype(np.float32), 64, f"{n}", one)
        for n, one in enumerate(known)
    ]


def penalty(remembering, head, *known):
    (batch,) = frame_batches(remembering.note(seen(*known)), 64_000, np.random.default_rng(0))
    with torch.no_grad():
        scores = head(torch.from_numpy(batch.images)).log_softmax(2).permute(1, 0, 2)
        return float(remembering(scores, batch))


def drift(head, by=1.0):
    with torch.no_grad():
        head.Prediction.bias += by * torch.arange(float(head.classes))


def test_a_network_that_did_not_change_pays_nothing(head):
    assert penalty(Remembering(head, 1.0), head, True, True) == pytest.approx(0, abs=1e-4)


def test_one_that_drifted_pays_by_the_weight(head):
    once, twice = Remembering(head, 1.0), Remembering(head, 2.0)
    drift(head)
    assert penalty(once, head, True, True) > 0.1
    assert penalty(twice, head, True, True) == pytest.approx(2 * penalty(once, head, True, True))


def test_peoples_own_items_cost_nothing(head):
    remembering = Remembering(head, 1.0)
    drift(head)
    assert penalty(remembering, head, False, False) == 0
    mixed, known = penalty(remembering, head, False, True), penalty(remembering, head, True, True)
    assert 0 < mixed < known


def test_of_few_classes_it_is_the_whole_divergence(head):
    remembering = Remembering(head, 1.0)
    frames = torch.from_numpy(np.stack([one.frames for one in seen(True, True)]))
    before = head(frames).log_softmax(2)
    drift(head, 0.5)
    now = head(frames).log_softmax(2)
    whole = torch.nn.functional.kl_div(now, before, reduction="sum", log_target=True)
    assert penalty(remembering, head, True, True) == pytest.approx(float(whole) / 2, rel=1e-3)


def test_of_many_classes_the_likeliest_are_told_apart():
    torch.manual_seed(0)
    head = Head(build(Charset("".join(map(chr, range(0xAC00, 0xAC40))))))
    remembering = Remembering(head, 1.0)
    assert penalty(remembering, head, True) == pytest.approx(0, abs=1e-4)
    (noted,) = remembering.note(seen(True))
    likeliest = noted.before.classes[:, 0]
    with torch.no_grad():
        head.Prediction.bias[torch.from_numpy(likeliest)] -= 3
    assert penalty(remembering, head, True) > 0.1
