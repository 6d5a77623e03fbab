"""Bounds of the random seeds that people choose."""

from __future__ import annotations

LARGEST_SEED = 2**32 - 1
"""The largest seed that NumPy and scikit-learn accept."""
