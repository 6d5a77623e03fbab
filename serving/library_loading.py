"""Imports what steps of tables need, in threads of their own: at the start what a first file needs, the rest once tables are worked on."""

from __future__ import annotations

import threading
from collections.abc import Callable
from importlib import import_module

from automl_lib.persistence.skops_io import skops_io

FIRST = (
    "pandas",
    "polars",
    "pyarrow.parquet",
    "automl_lib.pictures.boxplot",
    "automl_lib.profile",
)
"""For the profile of a file, which comes without notice."""
LATER = (
    "sklearn.model_selection",
    "sklearn.pipeline",
    "sklearn.tree",
    "automl_lib.plan",
    "automl_lib.drift",
    "automl_lib.persistence",
    "automl_lib.scoring",
    "automl_lib.explanations",
    "sklearn.ensemble",
    "sklearn.svm",
)
"""Two seconds, and a tenth of the memory of all that `up` starts, which a home without tables does not need."""


def load_first() -> None:
    """Import what the profile of a file needs."""
    for name in FIRST:
        import_module(name)


def load_later() -> None:
    """Import what the steps after a profile need."""
    for name in LATER:
        import_module(name)
    skops_io()


class Once:
    """Runs a function in a thread of its own at the first call; calls after it do nothing."""

    def __init__(self, function: Callable[[], None]) -> None:
        self._function = function
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def __call__(self) -> None:
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._function, daemon=True)
                self._thread.start()
