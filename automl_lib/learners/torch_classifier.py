"""The neural network as a classifier in scikit-learn's form."""

from __future__ import annotations

from typing import Literal

import numpy as np
import torch
from sklearn.base import ClassifierMixin
from torch import Tensor
from torch.nn.functional import cross_entropy

from automl_lib.learners.torch_network import TorchNetwork


class TorchClassifier(ClassifierMixin, TorchNetwork):
    """A small fully connected network that gives probabilities. The arguments are those of `TorchNetwork`."""

    def fit(self, X: np.ndarray, y: np.ndarray, *, X_val: np.ndarray, y_val: np.ndarray) -> TorchClassifier:
        """Fits on (rows, features) and class numbers; stops by the loss on the validation rows."""
        self.classes_ = np.unique(y)
        self._fit(X, y, X_val, y_val)
        return self

    def predict_proba(self, X: np.ndarray) -> np.ndarray:
        """Probabilities of shape (rows, classes)."""
        return np.concatenate([torch.softmax(outputs.double(), dim=1).numpy() for outputs in self._apply(X)])

    def predict(self, X: np.ndarray) -> np.ndarray:
        return self.classes_[self.predict_proba(X).argmax(axis=1)]

    @property
    def _width(self) -> int:
        return len(self.classes_)

    def _truth(self, y: np.ndarray) -> Tensor:
        return torch.from_numpy(y.astype(np.int64))

    def _loss_of(self, outputs: Tensor, truth: Tensor, reduction: Literal["mean", "sum"] = "mean") -> Tensor:
        return cross_entropy(outputs, truth, reduction=reduction)
