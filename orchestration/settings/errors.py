"""Errors of unusable settings: the setting, its value and the remedy."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from domain.messages import Language, Message
from domain.refusal import Refusal

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo


class SettingsError(Refusal):
    """A setting that can't be used: which, its value and the remedy.

    Attributes:
        language: the one to tell it in, as far as the settings say; there is no Settings to ask then.
    """

    language: Language = "ko"


def no_place(home: Path, why: str | None) -> SettingsError:
    """A folder that can't be the home."""
    return SettingsError(
        Message(
            "the home '{home}' can't be made or used ({why}); choose another folder with SAEBYEOK_HOME "
            "or --home",
            home=home,
            why=why,
        )
    )


def unusable_name(home: Path) -> SettingsError:
    """A home whose path holds characters that Dagster or a database takes for something else."""
    shown = os.fsencode(home).decode("utf-8", errors="replace").replace("\n", "\ufffd")
    return SettingsError(
        Message(
            "the path of the home '{shown}' holds characters that can't be used (?, *, [, ], % before "
            "two hexadecimal digits, control characters); rename the folder, or choose another with "
            "SAEBYEOK_HOME or --home",
            shown=shown,
        )
    )


def unreadable(path: Path, error: Exception) -> SettingsError:
    """A settings file that is no TOML."""
    why = "not UTF-8" if isinstance(error, UnicodeDecodeError) else str(error)
    return SettingsError(
        Message(
            "the settings file {path} can't be read ({why}); write it as TOML in UTF-8, 'name = value' a "
            "line",
            path=path,
            why=why,
        )
    )


def refused(error: Any, path: Path, fields: Mapping[str, FieldInfo]) -> SettingsError:
    """A setting that doesn't exist, or whose value pydantic refused in one of `ValidationError.errors()`."""
    from pydantic import SecretStr

    name = str(error["loc"][0])
    # A URL may hold a password, and sentences end up in logs.
    hidden = re.sub(r"//.*@", "//***@", str(error["input"]), flags=re.DOTALL)
    value = repr(re.sub(r"(password=)[^&\s]*", r"\1***", hidden))
    if name in fields and fields[name].annotation is SecretStr:
        value = "***"
    if error["type"] == "extra_forbidden":
        from difflib import get_close_matches

        near = get_close_matches(name, list(fields), n=1) or ["docs/settings.md"]
        return SettingsError(
            Message(
                "there is no setting '{name}' (= {value}, in {path}); remove it or use a known name ({near})",
                name=name,
                value=value,
                path=path,
                near=near[0],
            )
        )
    variable = f"SAEBYEOK_{name.upper()}"
    place = variable if variable in map(str.upper, os.environ) else str(path)
    return SettingsError(
        Message(
            "the setting {name} can't be {value}; set it in {place} to {allowed}",
            name=name,
            value=value,
            place=place,
            allowed=_allowed(name, fields[name]),
        )
    )


def _allowed(name: str, field: FieldInfo) -> Message:
    """What it may be."""
    limits = {key: getattr(m, key) for m in field.metadata for key in ("ge", "le") if hasattr(m, key)}
    if limits:
        kind = Message("a whole number") if field.annotation is int else Message("a number")
        if most := limits.get("le"):
            return Message("{kind} from {least} to {most}", kind=kind, least=limits["ge"], most=most)
        return Message("{kind} of {least} or more", kind=kind, least=limits["ge"])
    if name.endswith("_public_url"):
        return Message("an address such as https://NAME or http://NAME:PORT")
    return _ALLOWED.get(name, Message("text in quotes"))


_ALLOWED = {
    "console_proxies": Message("addresses such as 10.0.0.2,172.16.0.0/12"),
    "celery_broker": Message("the address of RabbitMQ, amqp://USER:PASSWORD@SERVER:5672/NAME"),
    "executor": Message("in_process or celery"),
    "console_secret": Message("32 or more random characters"),
    "language": Message("ko or en"),
    "time_zone": Message("the name of a zone such as Asia/Seoul or UTC"),
    "database_url": Message("sqlite:///FILE or postgresql+psycopg2://USER:PASSWORD@SERVER/NAME"),
}


def likely_language(file: Path | None) -> Language:
    """The language that would be set, read from what can be read."""
    said = next((value for name, value in os.environ.items() if name.upper() == "SAEBYEOK_LANGUAGE"), None)
    if said is None and file is not None:
        # By its line: the file may be broken elsewhere.
        english = rb"""(?m)^\s*language\s*=\s*["']en["']"""
        with suppress(OSError):
            said = "en" if re.search(english, file.read_bytes()) else None
    return "en" if said == "en" else "ko"
