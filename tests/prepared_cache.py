"""Where tests keep what the product prepares once for a machine: converted networks, what they read in the general set.

`python -m tests.prepared_cache` prints what names the folder; `make install` notes it beside what it has converted.
"""

from __future__ import annotations

import hashlib
import os
import platform
import shutil
import sys
import time
from importlib.metadata import version
from pathlib import Path

import ocr_lib
from ocr_lib.prepared import mark_used, unused
from orchestration.runtime.installed_networks import INSTALLED, begin_with

STAMP = ".complete"
"""Beside what `make install` converted: the key of the code that did."""
_MADE_BY = ("easyocr", "nncf", "numpy", "opencv-python-headless", "openvino", "torch")
"""Libraries that convert and run the networks."""


def prepared_cache() -> Path:
    """A folder that outlives the run, of this code, these libraries and this processor alone.

    The conversion takes more than a minute; with another line of code in `ocr_lib` or another version of a library it is
    done again, so that no test reads with what other code prepared. Folders unused for thirty days are removed.
    """
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "saebyeok-tests"
    key = _key()
    folder = base / key
    folder.mkdir(parents=True, exist_ok=True)
    begin_with_installed(folder / "ocr", key)
    mark_used(folder)
    for old in unused(base, time.time()):
        shutil.rmtree(old, ignore_errors=True)
    return folder


def begin_with_installed(cache: Path, key: str, installed: Path = INSTALLED) -> None:
    """Copy what the installation has converted, where the same code did: in a new environment both would take a minute."""
    stamp = installed / STAMP
    if stamp.is_file() and stamp.read_text(encoding="utf-8").strip() == key:
        begin_with(cache, installed)


def _key() -> str:
    digest = hashlib.sha256(f"{sys.version_info[:3]} {platform.machine()} {_processor()}".encode())
    for name in _MADE_BY:
        digest.update(f"{name} {version(name)}\n".encode())
    root = Path(ocr_lib.__file__).parent
    for path in sorted(root.rglob("*")):
        if path.is_file() and path.suffix != ".pyc":
            digest.update(f"{path.relative_to(root)}\n".encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:20]


def _processor() -> str:
    """What the processor can do: rounding in 8 bits depends on it."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    return next((line for line in lines if line.startswith(("flags", "Features"))), "")


if __name__ == "__main__":
    sys.stdout.write(f"{_key()}\n")
