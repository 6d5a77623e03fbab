"""Kept models in memory, the least recently used one dropped first."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from assets.automl.planned import LoadModel, kept_model
from records.tables import Training
from resources.files import Files

if TYPE_CHECKING:
    from automl_lib.trained_model import TrainedModel

MODELS = 4


class ModelCache:
    """Loads models and keeps them. For one thread."""

    def __init__(self, most: int = MODELS, load: LoadModel = kept_model) -> None:
        """Args:
        most: number of models that are kept.
        """
        self._most, self._load = most, load
        self._models: OrderedDict[str, TrainedModel] = OrderedDict()

    @contextmanager
    def load(self, files: Files, training: Training) -> Iterator[TrainedModel]:
        """As `kept_model`. The digest names the content, so a model that is kept here needs no second check."""
        digest = training.model_digest or ""
        if digest not in self._models:
            with self._load(files, training) as model:
                self._models[digest] = model
        self._models.move_to_end(digest)
        while len(self._models) > self._most:
            self._models.popitem(last=False)
        yield self._models[digest]
