"""A scikit-learn classifier around `Perceptron`, trained by skorch with early stopping.

What it keeps is plain: arrays of weights and the history as a list of dicts; skorch and its optimiser are gone
after fitting. Writing weights to disk lives in `automl_lib.persistence`.
"""

from __future__ import annotations

import math
import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

import numpy as np
import torch
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils.validation import check_is_fitted
from skorch import NeuralNetClassifier
from skorch.callbacks import Callback, EarlyStopping
from skorch.dataset import Dataset
from skorch.helper import predefined_split

from automl_lib.learners.network import Perceptron

# More threads cost more than they bring on layers this small, most of all on a busy machine.
_THREADS = 1
_PREDICT_ROWS = 20_000


class TorchClassifier(ClassifierMixin, BaseEstimator):
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

    def fit(self, X: np.ndarray, y: np.ndarray, *, X_val: np.ndarray, y_val: np.ndarray) -> TorchClassifier:
        """Fits on (rows, features) and class numbers; stops by the loss on the validation rows."""
        self.classes_ = np.unique(y)
        self.n_features_in_ = X.shape[1]
        batch = self.batch_size or int(2 ** round(math.log2(min(512, max(16, len(X) / 14)))))
        with _quiet_torch(self.random_state):
            net = self._skorch(batch, len(X), X_val, y_val)
            net.fit(np.ascontiguousarray(X, dtype=np.float32), y.astype(np.int64))
            state = net.module_.state_dict()
        self.weights_ = {name: np.array(t.numpy(), dtype=np.float32) for name, t in state.items()}
        self.history_ = [
            {
                "epoch": row["epoch"],
                "train_loss": float(row["train_loss"]),
                "valid_loss": float(row["valid_loss"]),
            }
            for row in net.history
        ]
        return self

    def predict_proba(self, X: np.ndarray) -> np.ndarray:
        """Probabilities of shape (rows, classes)."""
        check_is_fitted(self, "weights_")
        # On "meta" the layers draw no initial weights, so that predicting leaves torch's random state alone.
        with torch.device("meta"):
            network = self._network()
        network.load_state_dict({name: torch.from_numpy(w) for name, w in self.weights_.items()}, assign=True)
        network.eval()
        parts = []
        with torch.inference_mode(), _threads(_THREADS):
            for start in range(0, max(len(X), 1), _PREDICT_ROWS):
                rows = torch.from_numpy(
                    np.ascontiguousarray(X[start : start + _PREDICT_ROWS], dtype=np.float32)
                )
                parts.append(torch.softmax(network(rows).double(), dim=1).numpy())
        return np.concatenate(parts)

    def predict(self, X: np.ndarray) -> np.ndarray:
        return self.classes_[self.predict_proba(X).argmax(axis=1)]

    def _network(self) -> Perceptron:
        return Perceptron(self.n_features_in_, self.hidden, len(self.classes_), self.dropout)

    def _skorch(self, batch: int, rows: int, X_val: np.ndarray, y_val: np.ndarray) -> _Net:
        valid = Dataset(np.ascontiguousarray(X_val, dtype=np.float32), y_val.astype(np.int64))
        steps = math.ceil(rows / batch) * self.max_epochs
        callbacks: list[Any] = [
            ("cosine", _CosineSteps(self.learning_rate, steps)),
            ("stop", _PatientStop(patience=self.patience, load_best=True, threshold=1e-3)),
        ]
        if self.deadline is not None:
            callbacks.append(("deadline", _Deadline(self.deadline)))
        return _Net(
            self._network(),
            criterion=torch.nn.CrossEntropyLoss,
            optimizer=torch.optim.AdamW,
            optimizer__weight_decay=self.weight_decay,
            optimizer__fused=True,
            lr=self.learning_rate,
            max_epochs=self.max_epochs,
            batch_size=batch,
            iterator_train=_Batches,
            iterator_train__shuffle=True,
            iterator_valid=_Batches,
            iterator_valid__batch_size=_PREDICT_ROWS,
            train_split=predefined_split(valid),
            callbacks=callbacks,
            callbacks__valid_acc=None,
            callbacks__print_log=None,
            verbose=0,
        )


class _Net(NeuralNetClassifier):
    """skorch's classifier, except that Ctrl-C and cancelling get through."""

    def partial_fit(self, X: Any, y: Any = None, classes: Any = None, **fit_params: Any) -> _Net:
        # skorch ends early stopping by KeyboardInterrupt and swallows it here, a person's along with it.
        routing = fit_params.pop("_routing_method", "partial_fit")
        if not self.initialized_:
            self.initialize()
        self.notify("on_train_begin", X=X, y=y)
        with suppress(_Stop):
            self.fit_loop(X, y, _routing_method=routing, **fit_params)
        self.notify("on_train_end", X=X, y=y)
        return self

    def get_loss(self, y_pred: Any, y_true: Any, *args: Any, **kwargs: Any) -> Any:
        # NeuralNetClassifier takes logarithms for NLLLoss; the criterion here wants logits as they are.
        return self.criterion_(y_pred, y_true)


class _Stop(Exception):
    """Training has gone on long enough."""


class _PatientStop(EarlyStopping):
    """Early stopping that keeps KeyboardInterrupt for people."""

    def on_epoch_end(self, net: Any, **kwargs: Any) -> None:
        try:
            super().on_epoch_end(net, **kwargs)
        except KeyboardInterrupt:
            raise _Stop from None


class _Batches:
    """Slices whole tensors: torch's DataLoader fetches row by row, which dominates on small tables."""

    def __init__(self, dataset: Dataset, batch_size: int, shuffle: bool = False) -> None:
        self.X, self.y = torch.from_numpy(dataset.X), torch.from_numpy(np.asarray(dataset.y))
        self.batch_size = batch_size
        self.shuffle = shuffle

    def __iter__(self) -> Iterator[tuple[torch.Tensor, torch.Tensor]]:
        if not self.shuffle:
            for start in range(0, len(self.X), self.batch_size):
                yield self.X[start : start + self.batch_size], self.y[start : start + self.batch_size]
            return
        for rows in torch.randperm(len(self.X)).split(self.batch_size):
            yield self.X[rows], self.y[rows]


class _CosineSteps(Callback):
    """Warms up for a twentieth of all steps, then lowers the learning rate by a cosine."""

    def __init__(self, peak: float, steps: int) -> None:
        self.peak = peak
        self.steps = steps

    def on_train_begin(self, net: Any, **kwargs: Any) -> None:
        self.step_ = 0

    def on_batch_begin(self, net: Any, training: bool = False, **kwargs: Any) -> None:
        if not training:
            return
        warm = max(1, self.steps // 20)
        share = min(1.0, self.step_ / max(1, self.steps))
        rate = self.peak * min(1.0, (self.step_ + 1) / warm) * 0.5 * (1 + math.cos(math.pi * share))
        for group in net.optimizer_.param_groups:
            group["lr"] = rate
        self.step_ += 1


class _Deadline(Callback):
    """Ends training once the clock has passed; at least one epoch is run."""

    def __init__(self, deadline: float) -> None:
        self.deadline = deadline

    def on_epoch_end(self, net: Any, **kwargs: Any) -> None:
        if time.monotonic() >= self.deadline:
            raise _Stop


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
