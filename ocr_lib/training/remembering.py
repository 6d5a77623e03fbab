"""Holding a network that learns something new to what it said before."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import torch

from ocr_lib.training.frames import PIXELS, CachedFeatures, Head, device_of
from ocr_lib.training.samples import Batch, Spread, grouped

KEPT = 64
"""Classes of a frame that are told apart, of some two thousand. With eight, one of the others could rise unseen: in 600 steps
Korean in faces never learnt from went from 0.8 to 1.5% of characters wrong; with 64, to 0.9%."""
LEAST = 1e-6


class Remembering:
    """A penalty on known text: the divergence of the scores from the old network's, frame by frame.

    Known text is read without error for long while confidence drifts, so that CTC alone notices too late; see Li and
    Hoiem 2016, "Learning without forgetting". The old network is asked once for frames that are used often, and the
    classes it thought unlikely count as one.

    Args:
        head: as it is before it learns; a copy is kept.
        weight: of the sum over frames, against the CTC loss.
    """

    def __init__(self, head: Head, weight: float) -> None:
        self.old = copy.deepcopy(head).eval()
        self.weight = weight

    def note(self, seen: Sequence[CachedFeatures]) -> list[CachedFeatures]:
        """The frames, those of known text with what the old network says of them."""
        noted = [one for one in seen if not one.known]
        known = [one for one in seen if one.known]
        with torch.inference_mode():
            for group in grouped(known, PIXELS, np.random.default_rng(0)):
                frames = torch.from_numpy(np.stack([one.frames for one in group])).to(device_of(self.old))
                top = self.old(frames).softmax(2).topk(min(KEPT, self.old.classes), dim=2)
                classes, probabilities = top.indices.cpu().numpy(), top.values.cpu().numpy()
                noted += [
                    replace(one, before=Spread(classes[n].copy(), probabilities[n].copy()))
                    for n, one in enumerate(group)
                ]
        return noted

    def __call__(self, scores: torch.Tensor, batch: Batch) -> torch.Tensor | float:
        """The penalty of a batch; `scores`: log probabilities [frames, batch, classes]."""
        if batch.before is None:
            return 0.0
        known = torch.from_numpy(batch.known)
        classes = torch.from_numpy(batch.before.classes).transpose(0, 1).to(scores.device)
        before = torch.from_numpy(batch.before.probabilities).transpose(0, 1).to(scores.device)
        now = scores[:, known].gather(2, classes)
        others_before = (1 - before.sum(2)).clamp(min=LEAST)
        others_now = (1 - now.exp().sum(2)).clamp(min=LEAST)
        divergence = (before * (before.clamp(min=LEAST).log() - now)).sum()
        divergence = divergence + (others_before * (others_before / others_now).log()).sum()
        return self.weight * divergence / len(batch.labels)
