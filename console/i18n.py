"""The language of a page: templates are Korean, `console.english` has the same in English."""

from __future__ import annotations

from collections.abc import Callable

from console.english import ENGLISH

COOKIE = "saebyeok_language"
LANGUAGES = ("ko", "en")


def translator(language: str) -> Callable[[str], str]:
    """From the Korean of a template to the language asked for. A word that is missing is shown in Korean."""
    return (lambda korean: ENGLISH.get(korean, korean)) if language == "en" else (lambda korean: korean)
