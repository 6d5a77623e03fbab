"""Errors of unusable settings: the setting, its value and the remedy, in two languages."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from contextlib import suppress
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal

from pydantic import SecretStr
from pydantic.fields import FieldInfo

from domain.refusal import Refusal

Language = Literal["ko", "en"]


class SettingsError(Refusal):
    """A setting that can't be used: which, its value and the remedy, in Korean and in English.

    Attributes:
        language: the one to tell it in, as far as the settings say; there is no Settings to ask then.
    """

    language: Language = "ko"


def no_place(home: Path, why: str | None) -> SettingsError:
    """A folder that can't be the home."""
    return SettingsError(
        ko=f"홈 '{home}'은(는) 만들거나 쓸 수 없으니({why}) SAEBYEOK_HOME이나 --home으로 쓸 수 있는 폴더를 고르세요.",
        en=f"the home '{home}' can't be made or used ({why}); choose another folder with SAEBYEOK_HOME or --home",
    )


def unusable_name(home: Path) -> SettingsError:
    """A home whose path holds characters that Dagster or a database takes for something else."""
    shown = os.fsencode(home).decode("utf-8", errors="replace").replace("\n", "\ufffd")
    return SettingsError(
        ko=f"홈 '{shown}'의 경로에 쓸 수 없는 글자가 있으니(?, *, [, ], %와 16진수 두 자리, 줄바꿈 같은 제어 문자) 폴더 이름을 바꾸거나 "
        "SAEBYEOK_HOME이나 --home으로 다른 폴더를 고르세요.",
        en=f"the path of the home '{shown}' holds characters that can't be used (?, *, [, ], % before two hexadecimal "
        "digits, control characters); rename the folder, or choose another with SAEBYEOK_HOME or --home",
    )


def unreadable(path: Path, error: Exception) -> SettingsError:
    """A settings file that is no TOML."""
    why = "not UTF-8" if isinstance(error, UnicodeDecodeError) else str(error)
    return SettingsError(
        ko=f"설정 파일 {path}을(를) 읽을 수 없으니({why}) 그곳을 'name = value' 꼴의 UTF-8 TOML로 고치세요.",
        en=f"the settings file {path} can't be read ({why}); write it as TOML in UTF-8, 'name = value' a line",
    )


def refused(error: Any, path: Path, fields: Mapping[str, FieldInfo]) -> SettingsError:
    """A setting that doesn't exist, or whose value pydantic refused in one of `ValidationError.errors()`."""
    name = str(error["loc"][0])
    # A URL may hold a password, and sentences end up in logs.
    hidden = re.sub(r"//.*@", "//***@", str(error["input"]), flags=re.DOTALL)
    value = repr(re.sub(r"(password=)[^&\s]*", r"\1***", hidden))
    if name in fields and fields[name].annotation is SecretStr:
        value = "***"
    if error["type"] == "extra_forbidden":
        near = get_close_matches(name, list(fields), n=1) or ["docs/settings.md"]
        return SettingsError(
            ko=f"{path}의 '{name}' (값 {value})은(는) 없는 설정이니 지우거나 있는 이름({near[0]})으로 고치세요.",
            en=f"there is no setting '{name}' (= {value}, in {path}); remove it or use a known name ({near[0]})",
        )
    variable = f"SAEBYEOK_{name.upper()}"
    place = variable if variable in map(str.upper, os.environ) else str(path)
    ko, en = _allowed(name, fields[name])
    return SettingsError(
        ko=f"설정 {name}의 값 {value}은(는) 쓸 수 없으니 {place}에서 고치세요 (쓸 수 있는 값: {ko}).",
        en=f"the setting {name} can't be {value}; set it in {place} to {en}",
    )


def _allowed(name: str, field: FieldInfo) -> tuple[str, str]:
    """What it may be."""
    limits = {key: getattr(m, key) for m in field.metadata for key in ("ge", "le") if hasattr(m, key)}
    if limits:
        least, most = limits["ge"], limits.get("le")
        ko, en = ("정수", "a whole number") if field.annotation is int else ("수", "a number")
        range_ko = f" {most} 이하" if most else ""
        range_en = f"from {least} to {most}" if most else f"of {least} or more"
        return f"{least} 이상{range_ko}의 {ko}", f"{en} {range_en}"
    if name.endswith("_public_url"):
        return ("https://이름 이나 http://이름:포트", "an address such as https://NAME or http://NAME:PORT")
    return {
        "console_proxies": (
            "10.0.0.2,172.16.0.0/12 같은 주소들",
            "addresses such as 10.0.0.2,172.16.0.0/12",
        ),
        "celery_broker": (
            "RabbitMQ의 주소 amqp://사용자:암호@서버:5672/이름",
            "the address of RabbitMQ, amqp://USER:PASSWORD@SERVER:5672/NAME",
        ),
        "executor": ("in_process나 celery", "in_process or celery"),
        "console_secret": ("32자 이상의 무작위 글", "32 or more random characters"),
        "language": ("ko나 en", "ko or en"),
        "time_zone": ("Asia/Seoul이나 UTC 같은 시간대 이름", "the name of a zone such as Asia/Seoul or UTC"),
        "database_url": (
            "sqlite:///파일이나 postgresql+psycopg2://사용자:암호@서버/이름",
            "sqlite:///FILE or postgresql+psycopg2://USER:PASSWORD@SERVER/NAME",
        ),
    }.get(name, ("따옴표로 묶은 글", "text in quotes"))


def likely_language(file: Path | None) -> Language:
    """The language that would be set, read from what can be read."""
    said = next((value for name, value in os.environ.items() if name.upper() == "SAEBYEOK_LANGUAGE"), None)
    if said is None and file is not None:
        # By its line: the file may be broken elsewhere.
        english = rb"""(?m)^\s*language\s*=\s*["']en["']"""
        with suppress(OSError):
            said = "en" if re.search(english, file.read_bytes()) else None
    return "en" if said == "en" else "ko"
