"""A head on frames reads as the whole network does on pictures."""

from __future__ import annotations

import numpy as np
import torch

from ocr_lib.networks.architecture import build
from ocr_lib.networks.charset import Charset
from ocr_lib.training.frames import Head, extract_features
from ocr_lib.training.samples import Sample, make_batch

CHARSET = Charset("가나다라 0123")


def sample(width, label, known=False):
    rng = np.random.default_rng(width)
    return Sample(rng.integers(0, 256, (64, width), dtype=np.uint8), width, label, known)


def test_a_head_gives_the_scores_of_the_whole_network():
    torch.manual_seed(0)
    network = build(CHARSET).eval()
    samples = [sample(128, "가"), sample(192, "나 다")]
    with torch.inference_mode():
        for seen in extract_features(network, samples):
            one = next(s for s in samples if s.label == seen.label)
            whole = network(torch.from_numpy(make_batch([one]).images), None)
            part = Head(network).eval()(torch.from_numpy(seen.frames[None]))
            torch.testing.assert_close(part, whole, atol=1e-4, rtol=1e-4)


def test_the_names_of_its_weights_are_the_networks():
    network = build(CHARSET)
    whole = network.state_dict()
    assert {name for name in whole if not name.startswith("FeatureExtraction")} == set(
        Head(network).state_dict()
    )


def test_each_sample_is_seen_once_with_its_label_and_width():
    seen = extract_features(
        build(CHARSET), [sample(128, "가"), sample(64, "나", known=True), sample(128, "다")]
    )
    assert {(one.label, one.width, one.frames.shape, one.known) for one in seen} == {
        ("가", 128, (31, 256), False),
        ("나", 64, (15, 256), True),
        ("다", 128, (31, 256), False),
    }
