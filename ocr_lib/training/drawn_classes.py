"""CTC over some of a large set's classes: those of a batch's labels, ASCII, and others drawn at random.

The last layer and CTC over 4,000 classes are a quarter of a training step on a processor. The drawn classes stand for all that are
left out: their scores are raised by the logarithm of how many each stands for, which keeps the sum in the softmax unbiased
(Jean et al. 2015, "On Using Very Large Target Vocabulary for Neural Machine Translation").
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ocr_lib.networks.charset import Charset
from ocr_lib.training.samples import targets

if TYPE_CHECKING:
    import torch
    from easyocr.model.vgg_model import Model


def log_probabilities(
    network: Model, inputs: torch.Tensor, labels: Sequence[str], charset: Charset, drawn: int
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """What a network says of a batch over some classes, and the labels in their numbers.

    Args:
        network: a recogniser in training mode.
        inputs: float32 [batch, 1, 64, width].
        drawn: how many classes are drawn from those that the labels don't need.

    Returns:
        Log probabilities [frames, batch, classes], the targets (int64 [sum of lengths]) and their lengths (int64 [batch]).
    """
    import torch

    numbers, lengths = targets(labels, charset)
    ascii_classes = [0, *(place + 1 for place, c in enumerate(charset.characters) if c.isascii())]
    needed = torch.unique(torch.cat([numbers, torch.tensor(ascii_classes)]))
    others = torch.ones(charset.classes, dtype=torch.bool)
    others[needed] = False
    rest = torch.nonzero(others).flatten()
    classes = torch.cat([needed, rest[torch.randperm(len(rest))[:drawn]]])
    places = torch.zeros(charset.classes, dtype=torch.long)
    places[classes] = torch.arange(len(classes))
    raised = torch.zeros(len(classes))
    raised[len(needed) :] = math.log(max(1, len(rest)) / max(1, min(drawn, len(rest))))
    # As `easyocr.model.vgg_model.Model.forward`, with some rows of its last layer.
    features = network.FeatureExtraction(inputs)
    frames = network.AdaptiveAvgPool(features.permute(0, 3, 1, 2)).squeeze(3)
    said = network.SequenceModeling(frames).contiguous()
    device = inputs.device
    chosen = classes.to(device)
    last = network.Prediction
    # A `JamoHead` makes the rows it is asked for.
    weight, bias = last.rows(chosen) if hasattr(last, "rows") else (last.weight[chosen], last.bias[chosen])
    scores = torch.nn.functional.linear(said, weight, bias)
    scores = scores.float() + raised.to(device)
    return scores.log_softmax(2).permute(1, 0, 2), places[numbers], lengths
