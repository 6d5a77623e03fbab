"""`manifest.json` of a backup: what it was made of, and the size and hash of every file in it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from domain.messages import Message
from intake.names import shown_words
from orchestration.operations.errors import OperationFailed, OperationRefused
from records import migrate
from store.hashing import sha256_file

NAME = "manifest.json"
FORMAT = 1


@dataclass(frozen=True)
class Kept:
    """A file of the backup."""

    bytes: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What a backup holds.

    Attributes:
        made_at: ISO 8601, when the rows were read.
        database: "sqlite" or "postgresql".
        schema: revision of the records.
        versions: of Saebyeok, Dagster, MLflow and Python.
        counts: rows of every table of the records.
        files: by their path in the backup.
        missing: keys of the store that rows name and whose file was gone or changed in the home, so that it is
            not in the backup either.
    """

    made_at: str
    database: str
    schema: str | None
    versions: dict[str, str]
    counts: dict[str, int]
    files: dict[str, Kept]
    missing: list[str] = field(default_factory=list)
    format: int = FORMAT

    @property
    def bytes(self) -> int:
        return sum(file.bytes for file in self.files.values())

    def write(self, folder: Path) -> None:
        # In ASCII: names of people's files need not be UTF-8, and come back as they were all the same.
        text = json.dumps(asdict(self), ensure_ascii=True, indent=1, sort_keys=True)
        (folder / NAME).write_text(text + "\n", encoding="ascii")


def read_manifest(folder: Path) -> Manifest:
    """The manifest of the backup in `folder`. Raises OperationRefused where there is none that can be read."""
    try:
        found: dict[str, Any] = json.loads((folder / NAME).read_text(encoding="utf-8"))
        if found["format"] != FORMAT:
            raise ValueError(f"format {found['format']}")
        files = {path: Kept(**kept) for path, kept in found.pop("files").items()}
        manifest = Manifest(files=files, **found)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise OperationRefused(
            Message(
                "'{folder}' is no backup that can be read ({error}); choose a folder with a manifest.json",
                folder=folder,
                error=error,
            )
        ) from error
    outside = [p for p in files if PurePosixPath(p).is_absolute() or ".." in PurePosixPath(p).parts]
    if outside:
        raise OperationRefused(
            Message(
                "the backup's list names a path outside of it ({outside}); don't use this backup",
                outside=outside[0],
            )
        )
    return manifest


def check_files(folder: Path, manifest: Manifest) -> None:
    """Raises OperationFailed where a file of the manifest is missing or not the one that was backed up."""
    wrong = [path for path, kept in manifest.files.items() if not _as_kept(folder / path, kept)]
    if wrong:
        listed = ", ".join(map(shown_words, wrong[:3])) + (f" (+{len(wrong) - 3})" if len(wrong) > 3 else "")
        raise OperationFailed(
            Message(
                "files of the backup '{folder}' are missing or were changed: {listed}; use another backup",
                folder=folder,
                listed=listed,
            )
        )


def _as_kept(path: Path, kept: Kept) -> bool:
    return path.is_file() and path.stat().st_size == kept.bytes and sha256_file(path) == kept.sha256


def check_schema(manifest: Manifest) -> None:
    """Raises OperationRefused for a backup of a schema that this version doesn't know."""
    if not migrate.is_known(manifest.schema):
        made_by = manifest.versions.get("saebyeok", "?")
        raise OperationRefused(
            Message(
                "this backup is of a schema ({schema}) unknown to this version; use the version that made it "
                "({made_by}), or a newer one",
                schema=manifest.schema,
                made_by=made_by,
            )
        )
