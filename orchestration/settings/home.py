"""The folder that is the home: its names, how it is found, and which folders can't be one."""

from __future__ import annotations

import os
import re
from pathlib import Path

from orchestration.settings.errors import no_place, unusable_name

HOME_NAME = ".saebyeok"
FILE_NAME = "saebyeok.toml"
_MEANT_OTHERWISE = re.compile(r"[?*\[\]\x00-\x1f\x7f\ud800-\udfff]|%[0-9A-Fa-f]{2}")
"""Dagster looks for its dagster.yaml by a pattern, and goes on without it where none fits; in a database's URL `?`
begins options, and % a character. What is no UTF-8 can't be written into either."""


def find_home(start: Path | None = None) -> Path:
    """`$SAEBYEOK_HOME`, else the nearest `.saebyeok` in this folder or above, else `./.saebyeok`.

    Only finds the path; `up` and `demo` create it.
    """
    if chosen := os.environ.get("SAEBYEOK_HOME"):
        return resolved(Path(chosen))
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if (folder / HOME_NAME).is_dir():
            return folder / HOME_NAME
    return here / HOME_NAME


def make_folder(folder: Path) -> None:
    """Make `folder`, which is to be (or to hold) a home. Raises SettingsError where that can't be done."""
    _check_name(folder)
    try:
        # Other people of the machine have no business in it: documents, hashes of passwords, links that let in.
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise no_place(folder, error.strerror) from error


def resolved(path: Path) -> Path:
    """The absolute path. Raises SettingsError where there is none."""
    try:
        return path.expanduser().resolve()
    except (OSError, RuntimeError) as error:  # a stranger's ~name, links that go round in circles
        raise no_place(path, str(error)) from error


def check_place(home: Path, *, writable: bool) -> None:
    """Refuse what can't become a home. Only `up` needs the default one."""
    try:
        if writable or home.exists():
            _check_name(home)
        nearest = next(folder for folder in (home, *home.parents) if folder.exists())
    except OSError as error:
        raise no_place(home, error.strerror) from error
    if not nearest.is_dir() or (writable and not os.access(nearest, os.W_OK | os.X_OK)):
        raise no_place(home, f"'{nearest}' is {'not writable' if nearest.is_dir() else 'a file'}")


def _check_name(home: Path) -> None:
    if _MEANT_OTHERWISE.search(str(home.absolute())):
        raise unusable_name(home)
