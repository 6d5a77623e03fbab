"""By which rule a model of two classes calls a row positive: what people wish, and the threshold that follows from it.

How a threshold is chosen is in `domain.threshold_choice`, what is said about it in `domain.rule_sentences`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from domain.evaluations import ClassificationEvaluation
from domain.labelled import Labelled
from domain.messages import Message, in_context
from domain.refusal import Refusal

LARGEST_COST = 10**12
"""Won. A single mistake doesn't cost more, so a larger amount is a slip of the hand."""
PER_ROWS = 1000
"""Expected costs are of so many rows."""


class RuleKind(Labelled):
    """What the threshold is chosen by."""

    F1 = "f1", in_context("rule", "default (F1)")
    COSTS = "costs", in_context("rule", "by costs")
    PRECISION = "precision", in_context("rule", "by precision")
    RECALL = "recall", in_context("rule", "by recall")


@dataclass(frozen=True)
class RuleChoice:
    """What people wish of the predictions.

    Attributes:
        kind: which of the following is given.
        miss_cost: won lost where a positive row is not called positive; of COSTS.
        false_alarm_cost: won lost where another row is called positive; of COSTS.
        wished: the share to reach, in (0, 1]; of PRECISION and RECALL.
    """

    kind: RuleKind = RuleKind.F1
    miss_cost: int | None = None
    false_alarm_cost: int | None = None
    wished: float | None = None

    @classmethod
    def parse(cls, values: Mapping[str, object], refusal: type[Refusal]) -> RuleChoice:
        """The choice in `values`, which may come from people.

        Args:
            values: "kind" (a `RuleKind`; where it is absent, what is given says which), "miss_cost" and
                "false_alarm_cost" (such as 500000 or "500,000원"), "precision" and "recall" (such as 0.9 or "90%").
                None and blank texts are not given.
            refusal: the type of error to raise.

        Raises:
            Refusal: of the given type, where a value is missing, too much, no number or out of its range.
        """
        given = {name: str(value).strip() for name, value in values.items() if value is not None}
        given = {name: text for name, text in given.items() if text}
        kind = _kind(given, refusal)
        if kind is RuleKind.COSTS:
            miss, false_alarm = (_won(given.get(name), refusal) for name in ("miss_cost", "false_alarm_cost"))
            return cls(kind, miss_cost=miss, false_alarm_cost=false_alarm)
        if kind is RuleKind.F1:
            return cls()
        return cls(kind, wished=_share(given.get(kind.value), kind, refusal))

    def to_json(self) -> dict[str, Any]:
        """JSON-serialisable; `from_json` reads it."""
        return {name: value for name, value in asdict(self).items() if value is not None}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> RuleChoice:
        """The choice that `to_json` wrote."""
        return cls(**{**data, "kind": RuleKind(data["kind"])})


@dataclass(frozen=True)
class HeldBackCounts:
    """Training rows that the model predicted without having learned from them, at the threshold.

    Attributes:
        rows, positives: all of them, and those of the positive class.
        false_alarms: rows of the other class that are called positive.
        hits: positive rows that are.
    """

    rows: int
    positives: int
    false_alarms: int
    hits: int

    @property
    def precision(self) -> float | None:
        """Share of the rows called positive that are; None where none is called so."""
        called = self.false_alarms + self.hits
        return self.hits / called if called else None

    @property
    def recall(self) -> float | None:
        """Share of the positive rows that are called so; None without positive rows."""
        return self.hits / self.positives if self.positives else None


@dataclass(frozen=True)
class ExpectedCosts:
    """Won for `PER_ROWS` rows such as the held-back ones.

    Attributes:
        chosen: at the chosen threshold, with the bounds `low` and `high` of its 90% bootstrap interval.
        default: at the threshold that training chose by F1, `default_threshold`.
        half: at 0.5.
        never, always: where no row, or every row, is called positive.
        break_even: the probability at which both answers cost the same; the best threshold for exact probabilities.
        cheapest, cheapest_threshold: the least cost of all thresholds, and the one that has it; None where too few rows decide.
    """

    chosen: float
    low: float
    high: float
    default: float
    default_threshold: float
    half: float
    never: float
    always: float
    break_even: float
    cheapest: float | None = None
    cheapest_threshold: float | None = None


@dataclass(frozen=True)
class RuleScores:
    """Scores at the threshold on held-out rows, as of `ClassificationEvaluation`."""

    precision: float
    sensitivity: float
    f1: float
    accuracy: float
    confusion_matrix: tuple[tuple[int, ...], ...]

    @property
    def shown_precision(self) -> float | None:
        """The precision; None where no row is called positive (the last class), so that there is none."""
        return self.precision if any(row[-1] for row in self.confusion_matrix) else None


@dataclass(frozen=True)
class DecisionRule:
    """The rule of a trained model of two classes.

    Attributes:
        choice: what was wished.
        positive_class: the class that is called from the threshold on.
        threshold: a probability.
        held_back: counts that it was chosen by; None of models that didn't keep any.
        costs: of a choice by costs.
        held_out: scores on held-out rows; None until they are counted.
    """

    choice: RuleChoice
    positive_class: str
    threshold: float
    held_back: HeldBackCounts | None = None
    costs: ExpectedCosts | None = None
    held_out: RuleScores | None = None

    def cost_of(self, confusion_matrix: Sequence[Sequence[int]]) -> float:
        """Won for `PER_ROWS` rows by the costs of the choice, where a confusion matrix has the positive class last."""
        (negatives, false_alarms), (misses, hits) = confusion_matrix
        cost = (self.choice.false_alarm_cost or 0) * false_alarms + (self.choice.miss_cost or 0) * misses
        return PER_ROWS * cost / max(negatives + false_alarms + misses + hits, 1)

    def judged(self, scores: ClassificationEvaluation) -> DecisionRule:
        """The rule with the scores on held-out rows of an evaluation at its threshold."""
        names = ("precision", "sensitivity", "f1", "accuracy", "confusion_matrix")
        return replace(self, held_out=RuleScores(**{name: getattr(scores, name) for name in names}))

    def to_json(self) -> dict[str, Any]:
        """JSON-serialisable; `from_json` reads it."""
        return {**asdict(self), "choice": self.choice.to_json()}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> DecisionRule:
        """The rule that `to_json` wrote."""
        held_back, costs, held_out = (data.get(name) for name in ("held_back", "costs", "held_out"))
        return cls(
            RuleChoice.from_json(data["choice"]),
            data["positive_class"],
            data["threshold"],
            HeldBackCounts(**held_back) if held_back else None,
            ExpectedCosts(**costs) if costs else None,
            _scores(held_out) if held_out else None,
        )


def _scores(data: Mapping[str, Any]) -> RuleScores:
    return RuleScores(**{**data, "confusion_matrix": tuple(map(tuple, data["confusion_matrix"]))})


def _kind(given: Mapping[str, str], refusal: type[Refusal]) -> RuleKind:
    named = given.get("kind")
    if named is not None:
        if named not in list(RuleKind):
            raise refusal(
                Message(
                    "there is no decision rule '{named}'; choose one of {kinds}",
                    named=named,
                    kinds=", ".join(RuleKind),
                )
            )
        return RuleKind(named)
    costs = {RuleKind.COSTS for name in ("miss_cost", "false_alarm_cost") if name in given}
    kinds = costs | {RuleKind(name) for name in ("precision", "recall") if name in given}
    if len(kinds) > 1:
        raise refusal(Message("give either both costs, or a precision, or a recall; not several of them"))
    return kinds.pop() if kinds else RuleKind.F1


def _won(text: str | None, refusal: type[Refusal]) -> int:
    if text is None:
        raise refusal(Message("a rule by costs needs both: what a miss costs and what a false alarm costs"))
    digits = re.sub(r"[,\s₩원]", "", text)
    if not re.fullmatch(r"[-+]?\d+(\.0*)?", digits):
        raise refusal(Message("'{text}' is no amount; write whole won such as 500,000", text=text[:40]))
    won = int(digits.split(".")[0])
    if won <= 0:
        raise refusal(
            Message(
                "each cost has to be 1 won or more (now {won:,}); where one mistake costs nothing, the answer would be the "
                "same for every row",
                won=won,
            )
        )
    if won > LARGEST_COST:
        raise refusal(
            Message(
                "{won:,} won is too much for one mistake; give at most {largest:,}",
                won=won,
                largest=LARGEST_COST,
            )
        )
    return won


def _share(text: str | None, kind: RuleKind, refusal: type[Refusal]) -> float:
    if text is None:
        raise refusal(
            Message("a rule {kind} needs the share to reach, such as 0.9 or 90%", kind=kind.message)
        )
    try:
        share = float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    except ValueError:
        share = float("nan")
    if not 0 < share <= 1:
        raise refusal(
            Message(
                "the share to reach has to be above 0 and at most 1, such as 0.9 or 90% (now '{text}')",
                text=text[:40],
            )
        )
    return share
