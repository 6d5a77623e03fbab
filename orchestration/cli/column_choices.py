"""The options that say how columns are read: `--read 칼럼=유형` and `--missing-words 칼럼=말,말`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from domain.columns import Reading
from orchestration.cli.group import REFUSED, Said

if TYPE_CHECKING:
    from automl_lib.reading import ReadChoices

READINGS_HELP = ", ".join(reading.value for reading in Reading)

read_option = click.option(
    "--read",
    "types",
    multiple=True,
    metavar="칼럼=유형",
    help=f"칼럼을 읽는 법: {READINGS_HELP}. 여러 번 쓸 수 있습니다.",
)
missing_words_option = click.option(
    "--missing-words",
    multiple=True,
    metavar="칼럼=말,말",
    help="그 칼럼에서 빈 값으로 볼 말 ('칼럼='이면 없음). 여러 번 쓸 수 있습니다.",
)


def pair(text: str) -> tuple[str, str]:
    """The two sides of 칼럼=값; a label may hold "=" itself. Raises Said where there is none."""
    label, equals, value = text.rpartition("=")
    if not equals:
        raise Said(
            ko=f"'{text}'에 '='가 없습니다. 칼럼=값 으로 쓰세요.",
            en=f"'{text}' has no '='; write COLUMN=VALUE",
            exit_code=REFUSED,
        )
    return label, value


def words_of(text: str) -> tuple[str, ...]:
    """The words between commas."""
    return tuple(word.strip() for word in text.split(",") if word.strip())


def read_choices(types: tuple[str, ...], missing_words: tuple[str, ...]) -> ReadChoices:
    """The options' values. Raises Said for one that is no choice."""
    from automl_lib.reading import ReadChoices
    from domain.columns import Reading

    readings = dict(map(pair, types))
    if unknown := sorted(set(readings.values()) - {reading.value for reading in Reading}):
        raise Said(
            ko=f"모르는 칼럼 유형입니다: {', '.join(unknown)}. 다음 가운데 고르세요: {READINGS_HELP}",
            en=f"unknown column type: {', '.join(unknown)}; choose one of {READINGS_HELP}",
            exit_code=REFUSED,
        )
    return ReadChoices(
        {label: Reading(value) for label, value in readings.items()},
        {label: words_of(words) for label, words in map(pair, missing_words)},
    )
