"""Where settings come from: `SAEBYEOK_*` in the environment, then `saebyeok.toml` in the home, then defaults."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from orchestration.settings.errors import SettingsError, likely_language, refused, unreadable
from orchestration.settings.home import FILE_NAME, check_place, find_home, resolved

if TYPE_CHECKING:
    from orchestration.settings.model import Settings


def load_settings(home: Path | None = None) -> Settings:
    """The settings of `home` (found by `find_home` where none is given).

    Raises:
        SettingsError: a setting can't be used; the first one that can't.
    """
    named = home is not None or bool(os.environ.get("SAEBYEOK_HOME"))
    try:
        home = resolved(home or find_home())
        check_place(home, writable=named)
        return _of_home(home)
    except SettingsError as error:
        error.language = likely_language(home / FILE_NAME if home else None)
        raise


def _of_home(home: Path) -> Settings:
    # Imported here: pydantic takes longer to import than `saebyeok --help`, which needs no settings, to run.
    import tomllib

    from pydantic import ValidationError

    from orchestration.settings.model import Settings

    try:
        return Settings(home=home)
    except ValidationError as error:
        raise refused(error.errors()[0], home / FILE_NAME, Settings.model_fields) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise unreadable(home / FILE_NAME, error) from error
