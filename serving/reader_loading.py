"""Loads the network that reads pages in a thread of its own, so that the time limit of no request counts it.

The first load after a start takes seconds, on a busy machine more than `lane.LONGEST_SECONDS`; so does a newly deployed network.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import Protocol

from domain.messages import Message
from serving.preparation import READING

LONGEST_SECONDS = 180.0
"""How long pages wait for a load. After that they are served all the same: `lane` ends a request that hangs, for a run to do."""
_LOG = logging.getLogger(__name__)


class LoadsNetworks(Protocol):
    """What is loaded; `resources.recogniser.ServingReader` is one."""

    @property
    def loaded(self) -> str | None: ...

    def deployed(self) -> str: ...

    def current(self) -> object: ...


class ReaderLoading:
    """The load of the deployed network. For one lane.

    Args:
        on_loaded: called in the thread that loads, after the load has succeeded or failed.
        clock: seconds that never go back.
    """

    def __init__(
        self,
        reader: LoadsNetworks,
        *,
        on_loaded: Callable[[], object],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._reader = reader
        self._on_loaded = on_loaded
        self._clock = clock
        self._network: str | None = None
        self._began = 0.0
        self._thread: threading.Thread | None = None

    def keeps_waiting(self, kind: str) -> Message | None:
        """Why a request of this kind can't be served yet; None where it can. Begins a load where one is needed.

        A load that failed is not repeated here: the step that needs the network says what is wrong with it.
        """
        if kind not in READING:
            return None
        try:
            network = self._reader.deployed()
        except Exception:  # noqa: BLE001 - the step that needs it says what is wrong
            _LOG.exception("the deployed network could not be found")
            return None
        if self._reader.loaded == network:
            return None
        if self._thread is None or (self._network != network and not self._thread.is_alive()):
            self._network, self._began = network, self._clock()
            self._thread = threading.Thread(target=self._load, daemon=True)
            self._thread.start()
        if not self._thread.is_alive() or self._clock() - self._began > LONGEST_SECONDS:
            return None
        return Message("the recogniser is being loaded")

    def _load(self) -> None:
        try:
            self._reader.current()
        except Exception:  # noqa: BLE001 - the step that needs it says what is wrong
            _LOG.exception("the network that reads pages could not be loaded")
        finally:
            self._on_loaded()
