"""The share of the trained weights that is kept."""

from __future__ import annotations

import pytest
import torch

from ocr_lib.training.forgetting import MIXES, TOLERATED, largest_mix


class WeightOnly(torch.nn.Module):
    """A head of one weight, 0 before a training and 1 after it: its weight is the share that is kept."""

    def __init__(self):
        super().__init__()
        self.weight = torch.nn.Parameter(torch.zeros(1))


class ForgottenFrom:
    """What is forgotten by a share: `most` at the largest one, nothing up to `share`."""

    def __init__(self, share, most=10 * TOLERATED):
        self.share, self.most, self.asked = share, most, 0

    def goes_beyond(self, head, tolerated):
        self.asked += 1
        kept = float(head.weight)
        return kept > self.share + 1e-6 and self.most * kept > tolerated


def kept(forgotten):
    mixed = largest_mix(WeightOnly(), {"weight": torch.zeros(1)}, {"weight": torch.ones(1)}, forgotten)
    return pytest.approx(float(mixed["weight"]))


@pytest.mark.parametrize("share", MIXES)
def test_the_largest_share_that_forgets_nothing_is_kept(share):
    forgotten = ForgottenFrom(share)
    assert kept(forgotten) == share
    assert forgotten.asked <= 3


def test_where_every_share_forgets_the_one_that_forgets_least_is_kept():
    assert kept(ForgottenFrom(0.0)) == MIXES[-1]
