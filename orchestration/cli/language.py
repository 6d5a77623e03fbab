"""The language of the command line: of sentences, table headings and help, as the setting `language` says."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import click

from domain.messages import Language, Message
from orchestration.settings import FILE_NAME, SettingsError, find_home, likely_language

if TYPE_CHECKING:
    from orchestration.settings import Settings


def language() -> Language:
    """The setting of the running command; before the settings are read, as in `--help`, the likely one."""
    settings = settings_of(click.get_current_context(silent=True))
    if settings is not None:
        return settings.language
    try:
        return likely_language(find_home() / FILE_NAME)
    except SettingsError as error:
        return error.language


def settings_of(context: click.Context | None) -> Settings | None:
    """The settings of the running command; None before they are read."""
    # Not `find_object(Settings)`, for which the class would have to be imported.
    return None if context is None else cast("Settings | None", context.find_root().obj)


def translated(text: str | Message, /, **params: object) -> str:
    """A sentence in the language of the command line.

    Args:
        text: the English sentence, or a message with its values.
        **params: the values of the placeholders of `text`.
    """
    message = text if isinstance(text, Message) else Message(text, **params)
    return message.render(language())
