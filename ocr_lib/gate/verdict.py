"""The rule by which a new network is deployed or kept back, with its reason in a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

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
    "ko": ("한글", "Korean"),
    "en": ("영어", "English"),
    "digits": ("숫자", "numbers"),
    "syllables": ("음절", "syllables"),
    "signs": ("기호", "signs"),
}
"""What the parts of the general set are called, in Korean and English."""


@dataclass(frozen=True)
class Verdict:
    """Whether to deploy, and why.

    Attributes:
        small_sample: judged by the rule for few items.
    """

    deploy: bool
    small_sample: bool
    ko: str
    en: str


def judge(validation: Comparison, ticked: Comparison, general: Mapping[str, Comparison]) -> Verdict:
    """Decide.

    With 30 validation items or more the new network must read them better (95% of resamples); with fewer it
    must be no worse on them and better on the chosen items. Either way the error on no part of the general
    set may rise by more than 0.002 (Korean, English, digits) or 0.03 (each syllable, each sign).
    """
    few = validation.items < FEW
    for kind, comparison in general.items():
        if comparison.change > TOLERANCES.get(kind, TOLERANCE):
            kind_ko, kind_en = KINDS[kind]
            return Verdict(
                False,
                few,
                ko=f"일반 글자({kind_ko})를 잊었습니다: 오류율 {_change(comparison)}. 앞선 네트워크를 그대로 씁니다.",
                en=f"it forgot general text ({kind_en}): error rate {_change(comparison)}; the old one stays",
            )
    if few:
        return _judge_few(validation, ticked)
    if validation.better >= CLEARLY:
        return Verdict(
            True,
            False,
            ko=f"검증용 {validation.items}개를 더 잘 읽습니다: 오류율 {_change(validation)}.",
            en=f"it reads {validation.items} validation items better: error rate {_change(validation)}",
        )
    return Verdict(
        False,
        False,
        ko=f"검증용 {validation.items}개에서 나아졌다고 할 수 없습니다: 오류율 {_change(validation)}. 앞선 네트워크를 그대로 씁니다.",
        en=f"not clearly better on {validation.items} validation items: error rate {_change(validation)}; "
        "the old one stays",
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
            ko=f"검증용 {validation.items}개를 더 못 읽습니다: 오류율 {_change(validation)}. 앞선 네트워크를 그대로 씁니다.",
            en=f"it reads {validation.items} validation items worse: error rate {_change(validation)}; "
            "the old one stays",
        )
    if ticked.change >= 0:
        return Verdict(
            False,
            True,
            ko=f"학습대상 {ticked.items}개도 더 잘 읽지 못합니다: 오류율 {_change(ticked)}. 앞선 네트워크를 그대로 씁니다.",
            en=f"it doesn't even read the {ticked.items} chosen items better: error rate {_change(ticked)}; "
            "the old one stays",
        )
    return Verdict(
        True,
        True,
        ko=f"표본이 적습니다(검증용 {validation.items}개). 학습대상을 더 잘 읽고({_change(ticked)}) 다른 것은 나빠지지 않았습니다.",
        en=f"small sample ({validation.items} validation items): it reads the chosen ones better "
        f"({_change(ticked)}) and nothing else worse",
    )


def _change(comparison: Comparison) -> str:
    return f"{comparison.before:.4f} → {comparison.after:.4f}"
