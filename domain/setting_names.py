"""What the settings of trained models are called by people: keys of `TrainingEvaluation.settings`, and values that are words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from domain.learners import LEARNERS
from domain.messages import Joined, Language, Message, in_context

_NAMES: Mapping[str, Message] = {
    "training": Message("Training"),
    "plan_version": Message("Version of the preparation"),
    "seed": Message("Seed"),
    "C": in_context("setting", "Strength of fit (C)"),
    "alpha": in_context("setting", "Regularisation (alpha)"),
    "clusters": in_context("setting", "Number of clusters"),
    "coefficients": in_context("setting", "Number of coefficients"),
    "combined_by": in_context("setting", "Combined by"),
    "components": in_context("setting", "Number of components"),
    "criterion": in_context("setting", "Criterion of splits"),
    "depth": in_context("setting", "Depth of the tree"),
    "dropout": in_context("setting", "Dropout"),
    "epochs": in_context("setting", "Epochs"),
    "gamma": in_context("setting", "Width of the kernel (gamma)"),
    "hidden": in_context("setting", "Sizes of hidden layers"),
    "iterations": in_context("setting", "Iterations"),
    "kernel": in_context("setting", "Kernel"),
    "l2_regularization": in_context("setting", "L2 regularisation"),
    "learning_rate": in_context("setting", "Learning rate"),
    "leaves": in_context("setting", "Number of leaves"),
    "max_leaf_nodes": in_context("setting", "Most leaves of a tree"),
    "members": in_context("setting", "Number of combined models"),
    "min_samples_leaf": in_context("setting", "Fewest rows in a leaf"),
    "models": in_context("setting", "Combined models"),
    "penalty": in_context("setting", "Penalty"),
    "target_scale": in_context("setting", "Scale of the target"),
    "text_columns": in_context("setting", "Text columns used"),
    "text_columns_left_out": in_context("setting", "Text columns left out"),
    "trees": in_context("setting", "Number of trees"),
    "weight_decay": in_context("setting", "Weight decay"),
}
_WORDS: Mapping[tuple[str, str], Message] = {
    ("combined_by", "stacking"): in_context("setting", "stacking"),
    ("combined_by", "weighted_mean"): in_context("setting", "weighted mean"),
    ("criterion", "entropy"): in_context("setting", "entropy"),
    ("criterion", "gini"): in_context("setting", "Gini impurity"),
    ("criterion", "squared_error"): in_context("setting", "squared error"),
    ("target_scale", "linear"): in_context("setting", "as it is"),
    ("target_scale", "log"): in_context("setting", "logarithm"),
}

_MOST_ITEMS = 5
"""Items of a list that `settings_line` shows."""
_SHORT_NUMBER = 1e4
"""From here on four digits would drop digits before the point."""


def setting_name(key: str) -> Message | str:
    """The name of a setting; the key itself where it has none. The weights of an ensemble are named by their models."""
    return _NAMES.get(key) or (LEARNERS[key].name if key in LEARNERS else key)


def setting_value(key: str, value: Any) -> Any:
    """The value; a message where it is a known word, or models."""
    if key == "models":
        return Joined([LEARNERS[code].name for code in value])
    return _WORDS.get((key, value), value) if isinstance(value, str) else value


def settings_line(settings: Mapping[str, Any], language: Language) -> str:
    """Settings in one line of text, numbers with four digits; of long lists the first few and how many more there are."""

    def shown(value: Any) -> str:
        if isinstance(value, bool):
            return str(value)
        if isinstance(value, float):
            return f"{value:.4g}" if abs(value) < _SHORT_NUMBER else f"{value:,.0f}"
        if isinstance(value, int):
            return f"{value:,}"
        if isinstance(value, list | tuple):
            first = ", ".join(map(shown, value[:_MOST_ITEMS]))
            left = len(value) - _MOST_ITEMS
            if left <= 0:
                return f"({first})"
            return Message("({first} and {count:,} more)", first=first, count=left).render(language)
        return str(value)

    return ", ".join(f"{name} {shown(value)}" for name, value in named_settings(settings, language).items())


def named_settings(settings: Mapping[str, Any], language: Language) -> dict[str, Any]:
    """Settings under their names in a language, with words as values in it."""

    def said(text: Any) -> Any:
        return text.render(language) if isinstance(text, Message) else text

    return {said(setting_name(key)): said(setting_value(key, value)) for key, value in settings.items()}
