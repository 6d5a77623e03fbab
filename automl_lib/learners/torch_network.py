"""What the neural classifier and the neural regressor share: training `Perceptron` with early stopping, and applying it.

What is kept is plain: arrays of weights and the history as a list of dicts. Writing weights to disk lives in
`automl_lib.persistence`.
"""

from __future__ import annotations

import math
import os
import time
from abc import abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any, Literal

import numpy as np
import torch
from sklearn.base import BaseEstimator
from sklearn.utils.validation import check_is_fitted
from torch import Tensor

from automl_lib.learners.network import Perceptron

# More threads cost more than they bring on layers this small, most of all on a busy machine.
_THREADS = 1
_PREDICT_ROWS = 20_000
# Relative gains of the validation loss below it do not count as better.
_LEAST_GAIN = 1e-3


class TorchNetwork(BaseEstimator):
    """A small fully connected network on encoded features.

    Args:
        hidden: widths of the hidden layers.
        dropout: 0 ≤ dropout < 1.
        learning_rate: peak of AdamW's, > 0; it falls by a cosine over `max_epochs`.
        weight_decay: of AdamW, ≥ 0.
        batch_size: rows a step; None: chosen by the number of rows.
        max_epochs: at most this many passes.
        patience: epochs without a better validation loss before stopping; the best weights are kept.
        random_state: of the initial weights, the order of rows and dropout.
        deadline: `time.monotonic()` value after which no further epoch is started, or None.

    Attributes:
        weights_: name → float32 array, as `Perceptron.state_dict()` names them.
        history_: [{"epoch", "train_loss", "valid_loss"}, …].
        n_features_in_: width of the input.
    """

    def __init__(
        self,
        hidden: Sequence[int] = (128, 64),
        dropout: float = 0.1,
        learning_rate: float = 3e-3,
        weight_decay: float = 1e-2,
        batch_size: int | None = None,
        max_epochs: int = 40,
        patience: int = 6,
        random_state: int = 0,
        deadline: float | None = None,
    ) -> None:
        self.hidden = hidden
        self.dropout = dropout
        self.learning_rate = learning_rate
        self.weight_decay = weight_decay
        self.batch_size = batch_size
        self.max_epochs = max_epochs
        self.patience = patience
        self.random_state = random_state
        self.deadline = deadline

    @property
    @abstractmethod
    def _width(self) -> int:
        """Outputs a row."""

    @abstractmethod
    def _truth(self, y: np.ndarray) -> Tensor:
        """The target as `_loss_of` takes it."""

    @abstractmethod
    def _loss_of(self, outputs: Tensor, truth: Tensor, reduction: Literal["mean", "sum"] = "mean") -> Tensor:
        """The loss of outputs of shape (rows, `_width`)."""

    def _fit(self, X: np.ndarray, y: np.ndarray, X_val: np.ndarray, y_val: np.ndarray) -> None:
        self.n_features_in_ = X.shape[1]
        rows, truth = _rows(X), self._truth(y)
        with _quiet_torch(self.random_state):
            network = self._network()
            self.history_ = self._train(network, rows, truth, _rows(X_val), self._truth(y_val))
        self.weights_ = {
            name: np.array(t.numpy(), dtype=np.float32) for name, t in network.state_dict().items()
        }

    def _apply(self, X: np.ndarray) -> Iterator[Tensor]:
        """Outputs for some rows after the other, without dropout."""
        check_is_fitted(self, "weights_")
        # On "meta" the layers draw no initial weights, so that predicting leaves torch's random state alone.
        with torch.device("meta"):
            network = self._network()
        network.load_state_dict({name: torch.from_numpy(w) for name, w in self.weights_.items()}, assign=True)
        network.eval()
        with torch.inference_mode(), _threads(_THREADS):
            for start in range(0, max(len(X), 1), _PREDICT_ROWS):
                yield network(_rows(X[start : start + _PREDICT_ROWS]))

    def _network(self) -> Perceptron:
        return Perceptron(self.n_features_in_, self.hidden, self._width, self.dropout)

    def _train(
        self, network: Perceptron, X: Tensor, y: Tensor, X_val: Tensor, y_val: Tensor
    ) -> list[dict[str, Any]]:
        """Train in place, up to the weights of the epoch with the lowest validation loss; the history."""
        batch = self.batch_size or int(2 ** round(math.log2(min(512, max(16, len(X) / 14)))))
        optimiser = torch.optim.AdamW(
            network.parameters(), self.learning_rate, weight_decay=self.weight_decay, fused=True
        )
        steps = math.ceil(len(X) / batch) * self.max_epochs
        schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, partial(_rate, steps=steps))
        history: list[dict[str, Any]] = []
        best, to_beat, misses = network.state_dict(), math.inf, 0
        for epoch in range(1, self.max_epochs + 1):
            network.train()
            train_loss = 0.0
            # Whole tensors are sliced: torch's DataLoader fetches row by row, which dominates on small tables.
            for rows in torch.randperm(len(X)).split(batch):
                optimiser.zero_grad()
                loss = self._loss_of(network(X[rows]), y[rows])
                loss.backward()
                optimiser.step()
                schedule.step()
                train_loss += loss.item() * len(rows) / len(X)
            valid_loss = self._mean_loss(network, X_val, y_val)
            history.append({"epoch": epoch, "train_loss": train_loss, "valid_loss": valid_loss})
            misses += 1
            if valid_loss < to_beat:
                best = {name: value.clone() for name, value in network.state_dict().items()}
                to_beat, misses = valid_loss * (1 - _LEAST_GAIN), 0
            if misses == self.patience or (self.deadline is not None and time.monotonic() >= self.deadline):
                break
        network.load_state_dict(best)
        return history

    @torch.inference_mode()
    def _mean_loss(self, network: Perceptron, X: Tensor, y: Tensor) -> float:
        """The mean loss without dropout."""
        network.eval()
        parts = zip(X.split(_PREDICT_ROWS), y.split(_PREDICT_ROWS), strict=True)
        return sum(self._loss_of(network(rows), truth, "sum").item() for rows, truth in parts) / len(X)


def _rows(X: np.ndarray) -> Tensor:
    return torch.from_numpy(np.ascontiguousarray(X, np.float32))


def _rate(step: int, *, steps: int) -> float:
    """The learning rate's share of its peak: warms up for a twentieth of all steps, then falls by a cosine."""
    return min(1.0, (step + 1) / max(1, steps // 20)) * 0.5 * (1 + math.cos(math.pi * step / steps))


@contextmanager
def _quiet_torch(seed: int) -> Iterator[None]:
    """Seeds torch and bounds its threads for a while; the process's own state comes back afterwards."""
    with torch.random.fork_rng(devices=[]), _threads(_THREADS):
        torch.manual_seed(seed)
        yield


@contextmanager
def _threads(count: int) -> Iterator[None]:
    before = torch.get_num_threads()
    torch.set_num_threads(min(count, os.cpu_count() or 1))
    try:
        yield
    finally:
        torch.set_num_threads(before)
