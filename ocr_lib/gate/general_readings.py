"""What a network reads in the general set, kept: it takes longer than the rest of a judgement, and the network
that serves was read through it when it was new.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import uuid
from pathlib import Path

from ocr_lib.gate.general_set import GeneralSet
from ocr_lib.prepared import mark_used
from ocr_lib.recognition.recognizer import Recognizer

_LOG = logging.getLogger(__name__)
EVERY = 20
"""Each so-manieth line is read again, to see that what was kept is what would be read today."""

Texts = dict[str, list[str]]


def read_general(recognizer: Recognizer, lines: GeneralSet, *, cache: Path | None) -> Texts:
    """What the recogniser reads in each kind of line, from `cache` where it was read before and a sample agrees.

    Args:
        cache: folder that may be emptied at any time; None reads all.
    """
    if cache is None:
        return _read(recognizer, lines)
    path = cache / f"general-{_key(recognizer, lines)}.json"
    if (kept := _kept(path, lines)) is not None:
        some = GeneralSet(
            {kind: crops[::EVERY] for kind, crops in lines.crops.items()},
            {kind: labels[::EVERY] for kind, labels in lines.labels.items()},
        )
        if _read(recognizer, some) == {kind: texts[::EVERY] for kind, texts in kept.items()}:
            mark_used(path)
            return kept
    read = _read(recognizer, lines)
    _keep(path, read)
    return read


def _read(recognizer: Recognizer, lines: GeneralSet) -> Texts:
    return {kind: [reading.text for reading in recognizer.read(crops)] for kind, crops in lines.crops.items()}


def _key(recognizer: Recognizer, lines: GeneralSet) -> str:
    digest = hashlib.sha256(recognizer.identity.encode())
    for crops in lines.crops.values():
        for crop in crops:
            digest.update(f"{crop.shape}".encode() + crop.tobytes())
    return digest.hexdigest()[:20]


def _kept(path: Path, lines: GeneralSet) -> Texts | None:
    """What was kept; None where there is nothing, or a disk or a loss of power broke it."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError) as error:
        _LOG.warning("%s can't be read and is rebuilt: %s", path, error)
        return None
    sizes = {kind: len(crops) for kind, crops in lines.crops.items()}
    if not isinstance(found, dict) or {kind: len(texts) for kind, texts in found.items()} != sizes:
        return None
    return found


def _keep(path: Path, texts: Texts) -> None:
    partial = path.with_name(f".{path.name}.{uuid.uuid4().hex}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial.write_text(json.dumps(texts, ensure_ascii=False), encoding="utf-8")
        partial.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            partial.unlink(missing_ok=True)
        _LOG.warning("%s was not kept: %s", path, error)
