"""`saebyeok automl …`: the group; its commands live beside it, by what they are for."""

from __future__ import annotations

import click

from orchestration.cli.group import FriendlyGroup

_MODULES = (
    "automl_lists",
    "one_shot_profile",
    "one_shot",
    "kept_fit",
    "automl_data",
    "automl_results",
    "automl_models",
    "automl_report",
    "automl_reasons",
    "automl_rules",
    "automl_growth",
    "automl_renewal",
    "request_life",
)


@click.group(cls=FriendlyGroup, modules=_MODULES)
def automl() -> None:
    """From a table to a model: upload, data confirmation, preprocessing, training, confirmation, prediction."""


COMMANDS = (automl,)
