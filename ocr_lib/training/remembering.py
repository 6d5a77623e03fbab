"""Holding a network that learns something new to what it said before."""

from __future__ import annotations

import copy
from typing import Any

import torch

from ocr_lib.training.samples import Batch


class Remembering:
    """A penalty on known text: the divergence of the scores from the old network's, frame by frame.

    Known text is read without error for long while confidence drifts, so that CTC alone notices too late; see Li and
    Hoiem 2016, "Learning without forgetting".

    Args:
        network: as it is before it learns; a copy is kept.
        weight: of the sum over frames, against the CTC loss.
    """

    def __init__(self, network: Any, weight: float) -> None:
        self.old = copy.deepcopy(network).eval()
        self.weight = weight

    def __call__(self, inputs: Any, scores: Any, batch: Batch) -> Any:
        """The penalty of a batch; `scores`: log probabilities [frames, batch, classes]."""
        known = torch.from_numpy(batch.known)
        if not batch.known.any():
            return 0.0
        with torch.no_grad():
            before = self.old(inputs[known], None).log_softmax(2).permute(1, 0, 2)
        divergence = torch.nn.functional.kl_div(scores[:, known], before, reduction="sum", log_target=True)
        return self.weight * divergence / len(batch.labels)
