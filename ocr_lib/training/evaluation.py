"""How well a network that is being trained reads samples."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from ocr_lib.networks.charset import Charset
from ocr_lib.recognition.decode import greedy_text
from ocr_lib.scoring import error_rate
from ocr_lib.training.samples import Sample, batches_of_a_pool

if TYPE_CHECKING:
    import torch


def network_error(network: torch.nn.Module, samples: Sequence[Sample], charset: Charset) -> float:
    """The character error rate of a network (evaluation mode) on samples."""
    import torch

    read, truth = [], []
    with torch.inference_mode():
        for batch in batches_of_a_pool(samples, 12_800, np.random.default_rng(0)):
            best = network(torch.from_numpy(batch.images), None).argmax(2).numpy()
            read += [greedy_text(row, charset.characters) for row in best]
            truth += batch.labels
    return error_rate(read, truth)
