"""Chooses the threshold of a model by held-back rows: by the costs of mistakes, or to reach a precision or recall.

For exact probabilities the cost is least at the threshold c_fp / (c_fp + c_fn) (Elkan, "The foundations of cost-sensitive
learning", IJCAI 2001). Probabilities are not exact, so the costs on held-back rows are compared; but of thresholds whose costs
differ by less than one standard error (Breiman et al., "Classification and Regression Trees", 1984) the one nearest to Elkan's
is taken, so that a handful of rows doesn't decide.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterable

from domain.decision_rules import (
    PER_ROWS,
    DecisionRule,
    ExpectedCosts,
    HeldBackCounts,
    RuleChoice,
    RuleKind,
)
from domain.messages import Message
from domain.proportions import percent
from domain.refusal import Refusal
from domain.threshold_curve import CalledFrom, ThresholdCurve

FEWEST = 10
"""Held-back rows of each class without which they don't decide on a threshold; and rows called positive, of which a
precision is measured."""
DRAWS = 1000
_EXACT_COUNT = 50


def choose_rule(
    choice: RuleChoice,
    curve: ThresholdCurve | None,
    *,
    positive_class: str,
    default_threshold: float,
    refusal: type[Refusal],
) -> DecisionRule:
    """The rule that fulfils a choice best on held-back rows.

    Args:
        choice: what people wish.
        curve: of the held-back rows; None of a model that keeps none.
        positive_class: of the model.
        default_threshold: that training chose by F1.
        refusal: the type of error to raise.

    Raises:
        Refusal: of the given type, where the model keeps no held-back rows, there are too few of them, or none of the
            thresholds reaches what is wished.
    """
    if choice.kind is RuleKind.F1:
        counts = _counts(curve, curve.at(default_threshold)) if curve else None
        return DecisionRule(choice, positive_class, default_threshold, counts)
    if curve is None:
        raise refusal(
            Message(
                "this model was trained by an earlier version, which didn't keep its predictions of held-back rows; train it "
                "again, then choose the decision rule"
            )
        )
    if choice.kind is not RuleKind.COSTS:
        called = _by_share(choice, curve, positive_class, refusal)
        return DecisionRule(choice, positive_class, called.threshold, _counts(curve, called))
    called = _by_cost(choice, curve)
    costs = _expected(choice, curve, called, default_threshold)
    return DecisionRule(choice, positive_class, called.threshold, _counts(curve, called), costs)


def break_even(choice: RuleChoice) -> float:
    """The probability of the positive class at which calling a row positive and not doing so cost the same."""
    miss, false_alarm = choice.miss_cost or 0, choice.false_alarm_cost or 0
    return false_alarm / (false_alarm + miss)


def cost_per_rows(choice: RuleChoice, curve: ThresholdCurve, called: CalledFrom) -> float:
    """Won for `PER_ROWS` rows where these are called positive."""
    return PER_ROWS * _total(choice, curve, called) / curve.rows


def _counts(curve: ThresholdCurve, called: CalledFrom) -> HeldBackCounts:
    return HeldBackCounts(curve.rows, curve.positives, called.false_alarms, called.hits)


def _total(choice: RuleChoice, curve: ThresholdCurve, called: CalledFrom) -> int:
    misses = curve.positives - called.hits
    return (choice.false_alarm_cost or 0) * called.false_alarms + (choice.miss_cost or 0) * misses


def _by_cost(choice: RuleChoice, curve: ThresholdCurve) -> CalledFrom:
    theory, best = curve.at(break_even(choice)), _cheapest(choice, curve)
    if best is None:
        return theory
    equal = [one for one in (theory, *curve) if not _is_dearer(choice, curve, one, best)]
    return min(equal, key=lambda one: abs(one.threshold - theory.threshold))


def _cheapest(choice: RuleChoice, curve: ThresholdCurve) -> CalledFrom | None:
    """The threshold of the least cost on held-back rows; None where these are too few."""
    if min(curve.positives, curve.negatives) < FEWEST:
        return None
    return min((curve.at(break_even(choice)), *curve), key=lambda one: _total(choice, curve, one))


def _is_dearer(choice: RuleChoice, curve: ThresholdCurve, one: CalledFrom, best: CalledFrom) -> bool:
    """Whether the difference of the rows' costs is more than its standard error.

    The standard error counts one row more of each kind: that none was seen to differ doesn't mean that none will.
    """
    false_alarm, miss = choice.false_alarm_cost or 0, choice.miss_cost or 0
    more_alarms, fewer_hits = one.false_alarms - best.false_alarms, best.hits - one.hits
    difference = false_alarm * more_alarms + miss * fewer_hits
    squares = false_alarm**2 * (abs(more_alarms) + 1) + miss**2 * (abs(fewer_hits) + 1)
    return difference > math.sqrt(max(squares - difference**2 / curve.rows, 0.0))


def _by_share(
    choice: RuleChoice, curve: ThresholdCurve, positive_class: str, refusal: type[Refusal]
) -> CalledFrom:
    """The threshold that reaches the wished precision with the best recall, or the other way round."""
    wished = choice.wished or 1.0
    if min(curve.positives, curve.negatives) < FEWEST:
        raise refusal(
            Message(
                "only {positives} held-back rows are '{positive}' and {negatives} are not; {fewest} of each are needed to "
                "reach a precision or recall. Choose costs or the default",
                positives=curve.positives,
                positive=positive_class,
                negatives=curve.negatives,
                fewest=FEWEST,
            )
        )
    measured = [one for one in curve if one.false_alarms + one.hits >= FEWEST]
    first, other = (
        (_precision, _recall(curve)) if choice.kind is RuleKind.PRECISION else (_recall(curve), _precision)
    )
    reaching = [one for one in measured if first(one) >= wished]
    if reaching:
        # Of equal ones the lowest threshold for a recall, the highest for a precision: with room to spare.
        is_recall = choice.kind is RuleKind.RECALL
        return max(reaching, key=lambda one: (other(one), -one.threshold if is_recall else one.threshold))
    best = max(
        measured, key=lambda one: (first(one), other(one))
    )  # a recall is reached by calling every row positive
    raise refusal(
        Message(
            "a precision of {wished} is reached at no threshold on held-back rows; the best is {best}, with a recall of "
            "{recall}. Wish at most that",
            wished=percent(wished),
            best=percent(first(best)),
            recall=percent(other(best)),
        )
    )


def _precision(called: CalledFrom) -> float:
    return called.hits / (called.hits + called.false_alarms)


def _recall(curve: ThresholdCurve) -> Callable[[CalledFrom], float]:
    return lambda called: called.hits / curve.positives


def _expected(
    choice: RuleChoice, curve: ThresholdCurve, called: CalledFrom, default_threshold: float
) -> ExpectedCosts:
    low, high = _interval(choice, curve, called)
    never, always = CalledFrom(1.0, 0, 0), CalledFrom(0.0, curve.negatives, curve.positives)
    default, half = curve.at(default_threshold), curve.at(0.5)
    chosen, at_default, at_half, if_never, if_always = (
        cost_per_rows(choice, curve, one) for one in (called, default, half, never, always)
    )
    best = _cheapest(choice, curve)
    return ExpectedCosts(
        chosen, low, high, at_default, default_threshold, at_half, if_never, if_always, break_even(choice),
        cheapest=cost_per_rows(choice, curve, best) if best else None,
        cheapest_threshold=best.threshold if best else None,
    )  # fmt: skip


def _interval(choice: RuleChoice, curve: ThresholdCurve, called: CalledFrom) -> tuple[float, float]:
    """The middle 90% of the costs of `DRAWS` bootstrap samples of the held-back rows.

    A row costs a false alarm, a miss or nothing, so a sample is a draw of two counts.
    """
    source = random.Random(0)  # equal rows give an equal interval
    rows, misses = curve.rows, curve.positives - called.hits
    costs = []
    for _ in range(DRAWS):
        alarms = _binomial(source, rows, called.false_alarms / rows)
        others = rows - called.false_alarms
        missed = _binomial(source, rows - alarms, misses / others) if others else 0
        costs.append((choice.false_alarm_cost or 0) * alarms + (choice.miss_cost or 0) * missed)
    return _quantiles(costs, rows)


def _quantiles(costs: Iterable[int], rows: int) -> tuple[float, float]:
    ordered = sorted(costs)
    low, high = ordered[len(ordered) // 20], ordered[-1 - len(ordered) // 20]
    return PER_ROWS * low / rows, PER_ROWS * high / rows


def _binomial(source: random.Random, trials: int, share: float) -> int:
    """A draw of the binomial distribution; of many successes and failures, of the normal one.

    Written here because Python 3.11 has none and the console does without numpy.
    """
    if share > 0.5:
        return trials - _binomial(source, trials, 1 - share)
    if share <= 0:
        return 0
    mean = trials * share
    if mean > _EXACT_COUNT:
        drawn = round(source.gauss(mean, math.sqrt(mean * (1 - share))))
        return min(max(drawn, 0), trials)
    # The gaps between successes are geometric.
    found, place = -1, 0
    while place <= trials:
        found += 1
        place += 1 + int(math.log(1 - source.random()) / math.log1p(-share))
    return found
