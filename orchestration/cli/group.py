"""A click group that ends refusals in a sentence and an exit code instead of a traceback."""

from __future__ import annotations

from typing import Any

import click

from automl_lib.errors import AutomlError
from orchestration.settings import Settings
from records.errors import RecordsError


class FriendlyGroup(click.Group):
    """Refusals of the layers below become exit code 2 with their sentence on stderr."""

    def invoke(self, context: click.Context) -> Any:
        try:
            return super().invoke(context)
        except (AutomlError, RecordsError) as refusal:
            click.echo(sentence(context, refusal), err=True)
            context.exit(2)


def sentence(context: click.Context, refusal: AutomlError | RecordsError) -> str:
    """The refusal's sentence in the language of the settings."""
    settings = context.find_object(Settings)
    return refusal.en if settings is not None and settings.language == "en" else refusal.ko
