"""The language of a page: templates are English, `domain/locale` has their other languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from domain.messages import LANGUAGES, Language, Message, in_context

COOKIE = "saebyeok_language"

__all__ = ["COOKIE", "LANGUAGES", "Translator", "in_both_languages"]


@dataclass(frozen=True)
class Translator:
    """Writes what templates say in one language."""

    language: Language

    def __call__(self, text: str | Message, **params: Any) -> str:
        """A sentence of a template, with the values of its placeholders, or one that came with its values."""
        message = text if isinstance(text, Message) else Message(text, **params)
        return message.render(self.language)

    def in_context(self, context: str, text: str, **params: Any) -> str:
        """A sentence whose English alone is ambiguous."""
        return in_context(context, text, **params).render(self.language)


def in_both_languages(message: Message) -> str:
    """For answers that are read outside of a page, whose language isn't known."""
    return f"{message.ko} / {message.en}"
