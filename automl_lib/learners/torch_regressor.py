"""The neural network as a regressor in scikit-learn's form."""

from __future__ import annotations

from typing import Literal

import numpy as np
import torch
from sklearn.base import RegressorMixin
from torch import Tensor
from torch.nn.functional import mse_loss

from automl_lib.learners.torch_network import TorchNetwork


class TorchRegressor(RegressorMixin, TorchNetwork):
    """A small fully connected network that gives one number a row. The arguments are those of `TorchNetwork`."""

    def fit(self, X: np.ndarray, y: np.ndarray, *, X_val: np.ndarray, y_val: np.ndarray) -> TorchRegressor:
        """Fits on (rows, features) and standardised numbers; stops by the loss on the validation rows."""
        self._fit(X, y, X_val, y_val)
        return self

    def predict(self, X: np.ndarray) -> np.ndarray:
        """Numbers of shape (rows,)."""
        return np.concatenate([outputs.double().numpy()[:, 0] for outputs in self._apply(X)])

    @property
    def _width(self) -> int:
        return 1

    def _truth(self, y: np.ndarray) -> Tensor:
        return torch.from_numpy(y.astype(np.float32))

    def _loss_of(self, outputs: Tensor, truth: Tensor, reduction: Literal["mean", "sum"] = "mean") -> Tensor:
        return mse_loss(outputs[:, 0], truth, reduction=reduction)
