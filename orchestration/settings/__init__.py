"""Settings: what there is to set, by subject, and how it is found."""

from orchestration.settings.errors import SettingsError, likely_language
from orchestration.settings.loading import find_home, load_settings, make_folder
from orchestration.settings.model import FILE_NAME, Settings

__all__ = [
    "FILE_NAME",
    "Settings",
    "SettingsError",
    "find_home",
    "likely_language",
    "load_settings",
    "make_folder",
]
