"""Names of a kept model's files, and one digest over them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

MANIFEST = "manifest.json"
PIPELINE = "pipeline.skops"
WEIGHTS = "weights.safetensors"
HELD_BACK = "held_back.safetensors"
FILE_NAMES = (MANIFEST, PIPELINE, WEIGHTS, HELD_BACK)
FORMAT = 1


@dataclass(frozen=True)
class SavedModel:
    """A model's folder.

    Attributes:
        files: name → SHA-256 (hex).
        digest: one SHA-256 over names and hashes; what to remember and to ask for when loading.
    """

    files: Mapping[str, str]
    digest: str


def fingerprint(contents: Mapping[str, bytes]) -> SavedModel:
    """Hashes files by name; the order doesn't matter."""
    files = {name: hashlib.sha256(contents[name]).hexdigest() for name in sorted(contents)}
    listing = "".join(f"{name} {value}\n" for name, value in files.items())
    return SavedModel(files, hashlib.sha256(listing.encode()).hexdigest())


def sha256_of(path: Path) -> str:
    """Of any file, in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
