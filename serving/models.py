"""Kept models in memory, the least recently used one dropped first."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from assets.automl.planned import LoadModel, kept_model
from records.tables import Training
from resources.files import Files
from resources.limits import MIB

if TYPE_CHECKING:
    from automl_lib.trained_model import TrainedModel

MODELS = 4
LARGEST = 32 * MIB
"""Bytes of a model's files; a larger one is loaded each time, unless said otherwise."""


def _size_of(files: Files, training: Training) -> int:
    with files.store.local_folder(training.model_path or "") as folder:
        return sum(file.stat().st_size for file in folder.iterdir())


class ModelCache:
    """Loads models and keeps them. For one thread."""

    def __init__(
        self,
        most: int = MODELS,
        load: LoadModel = kept_model,
        size: Callable[[Files, Training], int] = _size_of,
        *,
        largest: int = LARGEST,
    ) -> None:
        """Args:
        most: number of models that are kept.
        size: bytes of a model's files.
        largest: most bytes of a model that is kept.
        """
        self._most, self._load, self._size, self._largest = most, load, size, largest
        self._models: OrderedDict[str, TrainedModel] = OrderedDict()

    @contextmanager
    def load(self, files: Files, training: Training) -> Iterator[TrainedModel]:
        """As `kept_model`. The digest names the content, so a model that is kept here needs no second check."""
        digest = training.model_digest or ""
        if digest not in self._models:
            with self._load(files, training) as model:
                if self._size(files, training) > self._largest:
                    yield model
                    return
                self._models[digest] = model
        self._models.move_to_end(digest)
        while len(self._models) > self._most:
            self._models.popitem(last=False)
        yield self._models[digest]
