"""Settings: what there is to set, by subject, and how it is found."""

from typing import TYPE_CHECKING, Any

from orchestration.settings.errors import SettingsError, likely_language
from orchestration.settings.home import FILE_NAME, find_home, make_folder
from orchestration.settings.loading import load_settings

if TYPE_CHECKING:
    from orchestration.settings.model import Settings

__all__ = [
    "FILE_NAME",
    "Settings",
    "SettingsError",
    "find_home",
    "likely_language",
    "load_settings",
    "make_folder",
]


def __getattr__(name: str) -> Any:
    """`Settings`, imported once it is used: with pydantic it takes as long as a short command in all."""
    if name == "Settings":
        from orchestration.settings.model import Settings

        return Settings
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
