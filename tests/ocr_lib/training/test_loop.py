"""The training loop: bfloat16, checkpoints, and the running mean of weights."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from ocr_lib.networks.architecture import build
from ocr_lib.networks.charset import Charset
from ocr_lib.training.frames import Head
from ocr_lib.training.loop import LoopSettings, train
from ocr_lib.training.samples import Batch

CHARSET = Charset("가나다라")


def trained(bfloat16, checkpoint=None):
    torch.manual_seed(0)
    head = Head(build(CHARSET))
    frames = np.random.default_rng(0).normal(size=(4, 15, 256)).astype(np.float32)
    batch = Batch(frames, ["가나", "다", "라", "나라"], np.zeros(4, bool))
    validated = []

    def validate(network):
        validated.append(
            {weight.dtype for weight in network.state_dict().values() if weight.is_floating_point()}
        )
        return 1 / len(validated)

    settings = LoopSettings(iterations=4, warmup=1, validate_every=2, bfloat16=bfloat16)
    outcome = train(head, CHARSET, lambda _: iter([batch] * 9), validate, settings, checkpoint=checkpoint)
    return [step["loss"] for step in outcome.history[1:]], set.union(*validated)


@pytest.mark.skipif(
    not torch.cpu.get_capabilities().get("avx512_f", False),
    reason="oneDNN computes no LSTM in bfloat16 on processors without AVX-512",
)
def test_products_in_bfloat16():
    losses, dtypes = trained(True)
    exact, _ = trained(False)
    assert dtypes == {torch.float32}
    assert losses == pytest.approx(exact, rel=0.02)
    assert losses != exact
    assert losses[1] < losses[0]


def test_the_processor_goes_on_with_denormal_numbers_afterwards():
    trained(False)
    assert float(torch.tensor(1e-39) * 1) > 0
    assert np.float32(1e-39) * np.float32(1) > 0


@pytest.mark.parametrize("left", [b"", b"PK\x03\x04 cut off", b"noise"])
def test_a_checkpoint_that_can_not_be_read_begins_anew(left, tmp_path):
    path = tmp_path / "a.pt"
    path.write_bytes(left)
    assert trained(False, path) == trained(False)
    assert path.stat().st_size > len(left)


def validated(average, checkpoint=None, cut_at=None):
    """The weights that six steps give to their validations, the start's first."""
    torch.manual_seed(0)
    head = Head(build(CHARSET))
    frames = np.random.default_rng(0).normal(size=(4, 15, 256)).astype(np.float32)
    batch = Batch(frames, ["가나", "다", "라", "나라"], np.zeros(4, bool))
    weights = []

    def validate(network):
        if len(weights) == cut_at:
            raise KeyboardInterrupt
        weights.append([weight.detach().clone() for weight in network.parameters()])
        return 1 / len(weights)

    settings = LoopSettings(iterations=6, warmup=1, validate_every=1, average=average)
    train(head, CHARSET, lambda _: iter([batch] * 9), validate, settings, checkpoint=checkpoint)
    return weights


@pytest.mark.parametrize("average", [0.1, 0.5])
def test_the_validated_mean_moves_by_the_decay_and_faster_at_first(average):
    plain, means = validated(0.0), validated(average)
    expected = plain[0]
    for step in range(1, 7):
        decay = min(average, step / (step + 10))
        expected = [mean.lerp(value, 1 - decay) for mean, value in zip(expected, plain[step], strict=True)]
        assert all(map(torch.equal, means[step], expected))


def test_a_mean_goes_on_from_a_checkpoint_as_if_uninterrupted(tmp_path):
    with pytest.raises(KeyboardInterrupt):
        validated(0.5, tmp_path / "a.pt", cut_at=4)
    resumed = validated(0.5, tmp_path / "a.pt")
    assert all(map(torch.equal, validated(0.5)[-1], resumed[-1]))
