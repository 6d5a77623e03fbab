"""The rule by which a new network is deployed or kept back, with its reason in a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from domain.messages import Message, in_context
from ocr_lib.gate.comparison import Comparison

FEW = 30
"""Validation items under which a bootstrap says little."""
CLEARLY = 0.95
TOLERANCE = 0.002
"""How much the error on a part of the general set may rise."""
# Each character of these parts is read once, and most are seldom written: the syllables of business papers are in the Korean part, the others make
# up less than a hundredth of a text, so that 0.03 of them weighs less than 0.002 of a text.
TOLERANCES = {"syllables": 0.03, "signs": 0.03}
KINDS = {
    "ko": in_context("general set", "Korean"),
    "en": in_context("general set", "English"),
    "digits": in_context("general set", "numbers"),
    "syllables": in_context("general set", "syllables"),
    "signs": in_context("general set", "signs"),
}
"""What the parts of the general set are called."""


@dataclass(frozen=True)
class Verdict:
    """Whether to deploy, and why.

    Attributes:
        small_sample: judged by the rule for few items.
        message: why.
    """

    deploy: bool
    small_sample: bool
    message: Message


def judge(validation: Comparison, ticked: Comparison, general: Mapping[str, Comparison]) -> Verdict:
    """Decide.

    With 30 validation items or more the new network must read them better (95% of resamples); with fewer it
    must be no worse on them and better on the chosen items. Either way the error on no part of the general
    set may rise by more than 0.002 (Korean, English, digits) or 0.03 (each syllable, each sign).
    """
    few = validation.items < FEW
    for kind, comparison in general.items():
        if comparison.change > TOLERANCES.get(kind, TOLERANCE):
            forgot = Message(
                "it forgot general text ({kind}): error rate {change}; the old one stays",
                kind=KINDS[kind],
                change=_change(comparison),
            )
            return Verdict(False, few, forgot)
    if few:
        return _judge_few(validation, ticked)
    if validation.better >= CLEARLY:
        return Verdict(
            True,
            False,
            Message(
                "it reads {items} validation items better: error rate {change}",
                items=validation.items,
                change=_change(validation),
            ),
        )
    return Verdict(
        False,
        False,
        Message(
            "not clearly better on {items} validation items: error rate {change}; the old one stays",
            items=validation.items,
            change=_change(validation),
        ),
    )


def keeps_second_recogniser(with_it: Comparison) -> bool:
    """Whether PP-OCRv6's recogniser goes on answering beside a network.

    It stays unless it clearly reads people's items worse (95% of resamples, 30 items or more).

    Args:
        with_it: the validation items as the network reads them alone (before), and with the second recogniser (after).
    """
    return with_it.items < FEW or with_it.better > 1 - CLEARLY


def _judge_few(validation: Comparison, ticked: Comparison) -> Verdict:
    if validation.items and validation.change > 0:
        return Verdict(
            False,
            True,
            Message(
                "it reads {items} validation items worse: error rate {change}; the old one stays",
                items=validation.items,
                change=_change(validation),
            ),
        )
    if ticked.change >= 0:
        return Verdict(
            False,
            True,
            Message(
                "it doesn't even read the {items} chosen items better: error rate {change}; the old one stays",
                items=ticked.items,
                change=_change(ticked),
            ),
        )
    return Verdict(
        True,
        True,
        Message(
            "small sample ({items} validation items): it reads the chosen ones better ({change}) and "
            "nothing else worse",
            items=validation.items,
            change=_change(ticked),
        ),
    )


def _change(comparison: Comparison) -> str:
    return f"{comparison.before:.4f} → {comparison.after:.4f}"
