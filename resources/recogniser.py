"""The reader of pages as a Dagster resource: the deployed network, loaded once and changed when another is deployed."""

from __future__ import annotations

import hashlib
import logging
import threading
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import dagster as dg

from records.ocr.learning import networks
from resources.clock import Clock
from resources.database import Database
from resources.networks import ensure_deployed, network_files
from store.errors import StoreError
from store.files import Store

if TYPE_CHECKING:
    from ocr_lib.networks.files import NetworkFiles
    from ocr_lib.reader import PageReader
    from ocr_lib.recognition.recognizer import CropReader, Recognizer

_LOG = logging.getLogger(__name__)


class Recogniser(dg.ConfigurableResource["Recogniser"]):
    """How pages are read.

    Attributes:
        detector: one of `ocr_lib.detection.DETECTORS`.
        recogniser: one of `ocr_lib.recognition.build.CHOICES`.
        decoder: one of `ocr_lib.recognition.recognizer.DECODERS`.
        cache: folder for what is compiled from the weights; may be emptied at any time.
        threads: processor threads, or 0 for as many as there are.
    """

    detector: str
    recogniser: str
    decoder: str
    cache: str
    threads: int

    def serving(self, database: Database, store: Store, clock: Clock) -> ServingReader:
        """A reader that follows the deployed network."""
        return ServingReader(self, database, store, clock)

    def recognizer(self, files: NetworkFiles) -> Recognizer:
        """Reads crops with the custom network of these files alone, as networks are judged."""
        from ocr_lib.recognition.recognizer import Recognizer

        return Recognizer(files, cache=Path(self.cache), threads=self.threads or None, decoder=self.decoder)

    def crop_reader(self, files: NetworkFiles, *, second: bool = True) -> CropReader:
        """Reads crops as pages are read: with the second recogniser beside the custom network, where that is set.

        Args:
            second: False where the gate found that the second recogniser reads worse beside this network.
        """
        from ocr_lib.recognition.build import build_crop_reader
        from ocr_lib.recognition.reading import CUSTOM

        return build_crop_reader(
            self.recogniser if second else CUSTOM,
            files,
            cache=Path(self.cache),
            threads=self.threads or None,
            decoder=self.decoder,
        )

    def page_reader(self, files: NetworkFiles, *, second: bool = True) -> PageReader:
        """Reads whole pages with the custom network of these files."""
        from ocr_lib.detection import build_detector, second_detector
        from ocr_lib.reader import PageReader

        cache, threads = Path(self.cache), self.threads or None
        return PageReader(
            build_detector(self.detector, cache=cache, threads=threads),
            self.crop_reader(files, second=second),
            second=second_detector(self.detector, cache=cache, threads=threads),
        )

    def is_prepared(self, sha256: str) -> bool:
        """Whether `prepare` was done for the network of this digest. What was removed from the cache since is converted when it is read."""
        return self._stamp(sha256).exists()

    def prepare(self, files: NetworkFiles) -> None:
        """Convert for this machine what reading with these files needs, into the cache; at once where it is there."""
        from ocr_lib.detection import second_detector

        self.page_reader(files)
        second = second_detector(self.detector, cache=Path(self.cache), threads=self.threads or None)
        if second is not None:
            second()
        self._stamp(files.sha256).touch()

    def _stamp(self, sha256: str) -> Path:
        made_of = f"{version('saebyeok')}|{self.detector}|{self.recogniser}|{self.decoder}|{sha256}"
        return Path(self.cache) / f"prepared-{hashlib.sha256(made_of.encode()).hexdigest()[:20]}"


class ServingReader:
    """The page reader over whatever network is deployed now."""

    def __init__(self, recogniser: Recogniser, database: Database, store: Store, clock: Clock) -> None:
        self._recogniser = recogniser
        self._database = database
        self._store = store
        self._clock = clock
        self._loaded: tuple[str, PageReader] | None = None
        self._loading = threading.Lock()

    @property
    def loaded(self) -> str | None:
        """The id of the network that is loaded; None before the first."""
        return None if self._loaded is None else self._loaded[0]

    def deployed(self) -> str:
        """The id of the deployed network, which `current` would use."""
        return ensure_deployed(self._database, self._store, self._clock).network_id

    def current(self) -> tuple[str, PageReader]:
        """The id of the deployed network and a reader that uses it; waits while another thread loads it.

        A newly deployed network whose files can't be used leaves the one that was loaded reading.

        Raises:
            NetworkRefused, StoreError: its files can't be used and none was loaded before.
        """
        with self._loading:
            return self._current()

    def _current(self) -> tuple[str, PageReader]:
        from ocr_lib.errors import NetworkRefused

        row = ensure_deployed(self._database, self._store, self._clock)
        if self._loaded is not None and self._loaded[0] == row.network_id:
            return self._loaded
        try:
            with network_files(self._store, row) as files:
                second = networks.keeps_second_recogniser(row)
                if self._loaded is None:
                    reader = self._recogniser.page_reader(files, second=second)
                else:
                    reader = self._loaded[1].with_recognizer(
                        self._recogniser.crop_reader(files, second=second)
                    )
        except (NetworkRefused, StoreError) as refusal:
            if self._loaded is None:
                raise
            _LOG.error(
                "network %s can't be used, %s goes on reading: %s", row.network_id, self._loaded[0], refusal
            )
            return self._loaded
        self._loaded = (row.network_id, reader)
        return self._loaded
