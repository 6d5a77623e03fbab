"""Networks that were converted when the program was installed, so that no new home waits for it: `make install` runs

    python -m orchestration.runtime.installed_networks

A home without them, or with other settings, converts its own when it starts.
"""

from __future__ import annotations

import logging
import shutil
import sys
import uuid
from pathlib import Path

INSTALLED = Path(sys.prefix) / "share" / "saebyeok" / "prepared"
_LOG = logging.getLogger(__name__)


def begin_with(cache: Path, installed: Path = INSTALLED) -> None:
    """Copy what was converted at the installation and isn't in a home's cache. Where that fails, the home converts it itself."""
    if not installed.is_dir():
        return
    # The stamps that say that all is there come last.
    for made in sorted(installed.iterdir(), key=lambda one: (one.is_file(), one.name)):
        if made.name.startswith(".") or (cache / made.name).exists():
            continue
        partial = cache / f".{made.name}.{uuid.uuid4().hex}.part"
        try:
            cache.mkdir(parents=True, exist_ok=True)
            (shutil.copytree if made.is_dir() else shutil.copyfile)(made, partial)
            partial.rename(cache / made.name)
        except OSError as error:
            _LOG.warning("%s was not copied to %s: %s", made.name, cache, error)
            return


def main() -> None:
    """Convert the shipped network and the detectors for this machine, and read the lines that every night's gate reads."""
    from ocr_lib.gate.general_readings import read_general
    from ocr_lib.gate.general_set import general_set
    from ocr_lib.networks.files import shipped_network
    from orchestration.runtime.reading_resources import build_recogniser
    from orchestration.settings import load_settings

    recogniser = build_recogniser(load_settings()).model_copy(update={"cache": str(INSTALLED)})
    shipped = shipped_network()
    read_general(recogniser.recognizer(shipped), general_set(), cache=INSTALLED)
    recogniser.prepare(shipped)


if __name__ == "__main__":
    main()
