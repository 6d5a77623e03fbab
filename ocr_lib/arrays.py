"""Types of the arrays that the library passes around; their shapes are in the docstrings of the functions that take them."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import torch

Picture: TypeAlias = NDArray[np.uint8]
"""RGB [height, width, 3] or grey [height, width]."""
Grey: TypeAlias = NDArray[np.uint8]
"""[height, width]; 0 is black."""
Floats: TypeAlias = NDArray[np.floating]
"""Coordinates, probability maps, network inputs and other numbers."""
Integers: TypeAlias = NDArray[np.integer]
Mask: TypeAlias = NDArray[np.bool_]
StateDict: TypeAlias = "dict[str, torch.Tensor]"
"""The weights of a network by their names."""
