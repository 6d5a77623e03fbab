"""`saebyeok automl …`: the group; its commands live beside it, by what they are for."""

from __future__ import annotations

import click

from orchestration.cli import automl_data, automl_lists, automl_models, automl_results, one_shot, request_life
from orchestration.cli.group import FriendlyGroup


@click.group(cls=FriendlyGroup)
def automl() -> None:
    """From a table to a model: upload, data confirmation, preprocessing, training, confirmation, prediction."""


for _module in (automl_lists, automl_data, automl_results, automl_models, one_shot, request_life):
    for _command in _module.COMMANDS:
        automl.add_command(_command)
