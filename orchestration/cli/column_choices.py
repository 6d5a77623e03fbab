"""The options that say how columns are read: `--read COLUMN=TYPE` and `--missing-words COLUMN=WORD,WORD`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from domain.columns import Reading
from domain.messages import Message
from orchestration.cli.group import REFUSED, Said

if TYPE_CHECKING:
    from automl_lib.reading import ReadChoices

READINGS_HELP = ", ".join(reading.value for reading in Reading)

read_option = click.option(
    "--read",
    "types",
    multiple=True,
    metavar="COLUMN=TYPE",
    help="How to read a column: {readings}. Can be repeated.",
)
missing_words_option = click.option(
    "--missing-words",
    multiple=True,
    metavar="COLUMN=WORD,WORD",
    help="Words for missing values in a column ('COLUMN=' for none). Can be repeated.",
)


def pair(text: str) -> tuple[str, str]:
    """The two sides of COLUMN=VALUE; a label may hold "=" itself. Raises Said where there is none."""
    label, equals, value = text.rpartition("=")
    if not equals:
        raise Said(Message("'{text}' has no '='; write COLUMN=VALUE", text=text), exit_code=REFUSED)
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
            Message(
                "unknown column type: {unknown}; choose one of {readings}",
                unknown=", ".join(unknown),
                readings=READINGS_HELP,
            ),
            exit_code=REFUSED,
        )
    return ReadChoices(
        {label: Reading(value) for label, value in readings.items()},
        {label: words_of(words) for label, words in map(pair, missing_words)},
    )
