"""The language of the command line: of sentences, table headings and help, as the setting `language` says."""

from __future__ import annotations

import click

from domain.messages import Language, Message
from orchestration.settings import FILE_NAME, Settings, SettingsError, find_home, likely_language


def language() -> Language:
    """The setting of the running command; before the settings are read, as in `--help`, the likely one."""
    context = click.get_current_context(silent=True)
    settings = context.find_object(Settings) if context else None
    if settings is not None:
        return settings.language
    try:
        return likely_language(find_home() / FILE_NAME)
    except SettingsError as error:
        return error.language


def translated(text: str | Message, /, **params: object) -> str:
    """A sentence in the language of the command line.

    Args:
        text: the English sentence, or a message with its values.
        **params: the values of the placeholders of `text`.
    """
    message = text if isinstance(text, Message) else Message(text, **params)
    return message.render(language())
