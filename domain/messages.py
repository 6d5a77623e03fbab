"""Sentences for people: English in the code, other languages in gettext catalogues (`domain/locale`).

`make messages` collects the sentences of the code into `locale/*/LC_MESSAGES/saebyeok.po`.
"""

from __future__ import annotations

import gettext
import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, Protocol

from domain.particles import with_particles

Language = Literal["ko", "en"]
LANGUAGES: tuple[Language, ...] = ("ko", "en")

_LOCALE = Path(__file__).parent / "locale"
_DOMAIN = "saebyeok"


@dataclass(frozen=True, init=False)
class Message:
    """A sentence that can be written in every language.

    Attributes:
        msgid: the English sentence with named placeholders such as `{doc_id}` or `{rows:,}`.
        params: the values of the placeholders. A value that is a `Message` is written in the same language.
        context: tells apart equal English words with different translations (gettext's `msgctxt`).
    """

    msgid: str
    params: Mapping[str, Any]
    context: str = ""

    def __init__(self, msgid: str, /, **params: Any) -> None:
        object.__setattr__(self, "msgid", msgid)
        object.__setattr__(self, "params", params)

    def render(self, language: Language) -> str:
        """The sentence in `language`; in English where it has no translation or the translation can't be formatted."""
        if not self.msgid:
            return ""
        params = {
            name: value.render(language) if isinstance(value, Message) else value
            for name, value in self.params.items()
        }
        for template in (self._translation(language) or self.msgid, self.msgid):
            try:
                sentence = template.format(**params) if params else template
                return with_particles(sentence) if language == "ko" else sentence
            except (LookupError, ValueError, TypeError, AttributeError):
                logging.getLogger(__name__).exception("a message can't be formatted: %r", template)
        return self.msgid

    def _translation(self, language: Language) -> str:
        known = _catalogue(language)
        return known.pgettext(self.context, self.msgid) if self.context else known.gettext(self.msgid)

    def is_known(self, language: Language) -> bool:
        """Whether the catalogue of `language` has the sentence and those in it: stored ones may have been reworded since."""
        inner = (value for value in self.params.values() if isinstance(value, Message))
        return bool(self._translation(language)) and all(message.is_known(language) for message in inner)

    def to_json(self) -> dict[str, Any]:
        """What rows keep of it: JSON that `message_from_json` reads."""
        context = {"context": self.context} if self.context else {}
        return {"id": self.msgid, "params": {k: _plain(v) for k, v in self.params.items()}} | context

    def filled(self, **params: Any) -> Message:
        """The same sentence with these values."""
        return in_context(self.context, self.msgid, **params)

    @property
    def sentences(self) -> dict[str, str]:
        """The sentence by language, as JSON keeps it that programs read too."""
        return {"ko": self.ko, "en": self.en}

    @property
    def both(self) -> tuple[str, str]:
        """The sentence in Korean and in English, as rows keep it."""
        return self.ko, self.en

    @property
    def ko(self) -> str:
        """The sentence in Korean."""
        return self.render("ko")

    @property
    def en(self) -> str:
        """The sentence in English."""
        return self.render("en")

    def __str__(self) -> str:
        return self.en


class Sentences(Message):
    """A sentence that is stored in both languages, as rows keep it."""

    def __init__(self, ko: str, en: str) -> None:
        super().__init__(en, ko=ko)

    def is_known(self, language: Language) -> bool:
        """It needs no catalogue."""
        return True

    def render(self, language: Language) -> str:
        """The stored sentence."""
        return str(self.params["ko"]) if language == "ko" else self.msgid

    def to_json(self) -> dict[str, Any]:
        """Both sentences."""
        return {"ko": self.ko, "en": self.en}


class Worded:
    """Something that is described by a sentence in `message`; JSON keeps it in both languages, for programs."""

    message: Message

    def to_json(self) -> dict[str, Any]:
        """All attributes, JSON-serialisable if they are, with `ko` and `en` in place of `message`."""
        others = {name: value for name, value in vars(self).items() if name != "message"}
        return others | self.message.sentences

    @property
    def ko(self) -> str:
        """The sentence in Korean."""
        return self.message.ko

    @property
    def en(self) -> str:
        """The sentence in English."""
        return self.message.en


class Joined(Message):
    """Messages one after the other."""

    def __init__(self, messages: Iterable[Message], separator: str = ", ") -> None:
        super().__init__(separator, messages=tuple(messages))

    def render(self, language: Language) -> str:
        """The messages in `language`."""
        return self.msgid.join(message.render(language) for message in self.params["messages"])

    def to_json(self) -> dict[str, Any]:
        """The messages and what stands between them."""
        return {"separator": self.msgid, "joined": [one.to_json() for one in self.params["messages"]]}

    def is_known(self, language: Language) -> bool:
        """Whether all of them are."""
        return all(one.is_known(language) for one in self.params["messages"])


def verbatim(text: str) -> Message:
    """A text that is the same in every language: a name, or what another program said."""
    return Sentences(text, text)


def in_context(context: str, msgid: str, /, **params: Any) -> Message:
    """A message whose English alone is ambiguous.

    Args:
        context: what the sentence is about, for translators.
        msgid: the English sentence.
        **params: the values of its placeholders.
    """
    message = Message(msgid, **params)
    object.__setattr__(message, "context", context)
    return message


def message_from_json(stored: Mapping[str, Any]) -> Message:
    """The message of `Message.to_json`.

    Raises:
        LookupError, TypeError: it isn't one.
    """
    if "joined" in stored:
        return Joined([message_from_json(one) for one in stored["joined"]], stored["separator"])
    if "id" not in stored:
        return Sentences(stored["ko"], stored["en"])
    params = {
        name: message_from_json(value) if isinstance(value, dict) else value
        for name, value in stored["params"].items()
    }
    return in_context(stored.get("context", ""), stored["id"], **params)


class _WithSentences(Protocol):
    @property
    def ko(self) -> str: ...
    @property
    def en(self) -> str: ...


Bilingual = Mapping[str, Any] | _WithSentences
"""A `Message`, or what keeps its sentence in both languages: JSON with the keys "ko" and "en", a remark, a warning."""


def sentence_in(language: Language, sentence: Bilingual | None) -> str:
    """A sentence in `language`; empty where there is none."""
    if isinstance(sentence, Mapping):
        return str(sentence.get(language) or "")
    return "" if sentence is None else str(getattr(sentence, language))


def _plain(value: Any) -> Any:
    if isinstance(value, Message):
        return value.to_json()
    return value if isinstance(value, bool | int | float | str | None) else str(value)


class _Absent(gettext.NullTranslations):
    """Asked where a catalogue lacks a message: gettext itself would answer with the English one."""

    def gettext(self, message: str) -> str:
        return ""

    def pgettext(self, context: str, message: str) -> str:
        return ""


@cache
def _catalogue(language: Language) -> gettext.NullTranslations:
    if language == "en":
        return gettext.NullTranslations()
    compiled = _LOCALE / language / "LC_MESSAGES" / f"{_DOMAIN}.mo"
    source = compiled.with_suffix(".po")
    # Wheels hold only the compiled catalogue. In a checkout it is compiled again after each change of its source.
    if source.exists() and (not compiled.exists() or source.stat().st_mtime > compiled.stat().st_mtime):
        _compile(source, compiled)
    try:
        with compiled.open("rb") as file:
            found = gettext.GNUTranslations(file)
        found.add_fallback(_Absent())
        return found
    except OSError:
        logging.getLogger(__name__).exception("no messages in %s", language)
        return gettext.NullTranslations()


def _compile(source: Path, compiled: Path) -> None:
    try:
        from tempfile import NamedTemporaryFile

        from babel.messages.mofile import write_mo
        from babel.messages.pofile import read_po

        with source.open("rb") as file:
            catalogue = read_po(file, domain=_DOMAIN)
        # Processes that start together each write a file of their own.
        with NamedTemporaryFile(dir=compiled.parent, delete=False) as fresh:
            write_mo(fresh, catalogue)
        Path(fresh.name).chmod(0o644)
        Path(fresh.name).replace(compiled)
    except (ImportError, OSError):
        logging.getLogger(__name__).exception("%s can't be compiled", source)
