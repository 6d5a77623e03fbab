"""What is said about the decision rule of a model: which it is, what it costs, and what to know of it."""

from __future__ import annotations

from domain.decision_rules import PER_ROWS, DecisionRule, ExpectedCosts, RuleKind
from domain.messages import Joined, Message
from domain.proportions import percent
from domain.shown_numbers import shown_number, shown_score
from domain.threshold_choice import FEWEST


def rule_line(rule: DecisionRule) -> Message:
    """From which probability on the positive class is predicted, and by which choice."""
    return Message(
        "'{positive}' is predicted from a probability of {threshold} on ({choice})",
        positive=rule.positive_class,
        threshold=shown_number(rule.threshold),
        choice=choice_named(rule),
    )


def choice_named(rule: DecisionRule) -> Message:
    """The choice with its values, in a few words."""
    choice = rule.choice
    if choice.kind is RuleKind.COSTS:
        return Message(
            "by costs: miss {miss:,} won, false alarm {false_alarm:,} won",
            miss=choice.miss_cost,
            false_alarm=choice.false_alarm_cost,
        )
    if choice.kind is RuleKind.F1:
        return choice.kind.message
    return Message("{kind}: {wished}", kind=choice.kind.message, wished=percent(choice.wished or 1.0))


def scores_at(model: Message | str, rule: DecisionRule) -> Message:
    """At which threshold the scores of a model in a list are."""
    return Message(
        "{model}: scores at the threshold {threshold} ({choice}).",
        model=model,
        threshold=shown_number(rule.threshold),
        choice=choice_named(rule),
    )


def rule_sentences(rule: DecisionRule) -> list[Message]:
    """What the rule comes to on held-back rows, the most important first."""
    counts = rule.held_back
    if counts is None:
        return [rule_line(rule)]
    if rule.costs is not None:
        said = [
            _cost_sentence(rule, rule.costs),
            *_not_cheapest(rule.costs),
            _compared(rule, rule.costs),
            *_no_cheaper(rule, rule.costs),
        ]
        return [*said, *_remarks(rule), *_held_out(rule)]
    found = Message(
        "From {threshold} on, {precision} of the held-back rows that are called '{positive}' are (precision), and "
        "{recall} of all of them are found (recall).",
        threshold=shown_number(rule.threshold),
        positive=rule.positive_class,
        precision=_share(counts.precision),
        recall=_share(counts.recall),
    )
    return [found, *_remarks(rule), *_held_out(rule)]


def _share(share: float | None) -> Message | str:
    return Message("none") if share is None else percent(share)


def _cost_sentence(rule: DecisionRule, costs: ExpectedCosts) -> Message:
    said = {
        "miss": rule.choice.miss_cost,
        "false_alarm": rule.choice.false_alarm_cost,
        "threshold": shown_number(rule.threshold),
        "cost": costs.chosen,
        "rows": PER_ROWS,
    }
    change = _change(costs)
    if change is None:
        return Message(
            "If a miss costs {miss:,} won and a false alarm {false_alarm:,} won, the threshold {threshold} costs {cost:,.0f} "
            "won for {rows:,} rows, the same as the default threshold.",
            **said,
        )
    if change < 0:
        return Message(
            "If a miss costs {miss:,} won and a false alarm {false_alarm:,} won, the threshold {threshold} costs {cost:,.0f} "
            "won for {rows:,} rows, {share} less than the default threshold.",
            **said,
            share=percent(-change),
        )
    return Message(
        "If a miss costs {miss:,} won and a false alarm {false_alarm:,} won, the threshold {threshold} costs {cost:,.0f} won "
        "for {rows:,} rows. The default threshold costs {default:,.0f} won on these few rows, which may be chance; so the "
        "threshold follows from the costs alone.",
        **said,
        default=costs.default,
    )


def _change(costs: ExpectedCosts) -> float | None:
    """The change from the default threshold as a share of its costs; None for less than a thousandth."""
    if not costs.default:
        return 1.0 if costs.chosen else None
    change = costs.chosen / costs.default - 1
    return change if abs(change) >= 0.0005 else None


def _compared(rule: DecisionRule, costs: ExpectedCosts) -> Message:
    return Message(
        "In nine of ten samples of such rows it is {low:,.0f} to {high:,.0f} won. At {threshold} (default) it is {default:,.0f}, at "
        "0.5 {half:,.0f}, where every row is called '{positive}' {always:,.0f}, and where none is {never:,.0f} won.",
        low=costs.low,
        high=costs.high,
        threshold=shown_number(costs.default_threshold),
        default=costs.default,
        half=costs.half,
        positive=rule.positive_class,
        always=costs.always,
        never=costs.never,
    )


def _not_cheapest(costs: ExpectedCosts) -> list[Message]:
    """Why another threshold than that of the least cost is chosen."""
    if costs.cheapest is None or costs.cheapest_threshold is None or costs.cheapest >= costs.chosen:
        return []
    return [
        Message(
            "The curve is lowest at {threshold} ({cost:,.0f} won). The difference is within the margin of error (one standard "
            "error), so of such thresholds the one nearest to {break_even}, which follows from the two costs, is chosen.",
            threshold=shown_number(costs.cheapest_threshold),
            cost=costs.cheapest,
            break_even=shown_number(costs.break_even),
        )
    ]


def _no_cheaper(rule: DecisionRule, costs: ExpectedCosts) -> list[Message]:
    """The conclusion where one answer for every row costs no more than the model's."""
    if costs.always <= min(costs.chosen, costs.never):
        return [
            Message(
                "Calling every row '{positive}' costs no more: with these costs the model hardly helps.",
                positive=rule.positive_class,
            )
        ]
    if costs.never <= costs.chosen:
        return [
            Message(
                "Calling no row '{positive}' costs no more: with these costs the model hardly helps.",
                positive=rule.positive_class,
            )
        ]
    return []


def _remarks(rule: DecisionRule) -> list[Message]:
    counts = rule.held_back
    if counts is None:
        return []
    remarks = []
    called, negatives = counts.false_alarms + counts.hits, counts.rows - counts.positives
    if rule.costs is not None and min(counts.positives, negatives) < FEWEST:
        remarks.append(
            Message(
                "Only {positives:,} held-back rows are '{positive}' and {negatives:,} are not, too few to compare costs; the "
                "threshold follows from the costs alone (false alarm / (false alarm + miss)).",
                positives=counts.positives,
                positive=rule.positive_class,
                negatives=negatives,
            )
        )
    if called == counts.rows:
        remarks.append(
            Message("Every held-back row is called '{positive}' by this rule.", positive=rule.positive_class)
        )
    elif not called:
        remarks.append(
            Message("No held-back row is called '{positive}' by this rule.", positive=rule.positive_class)
        )
    return remarks


def _held_out(rule: DecisionRule) -> list[Message]:
    scores = rule.held_out
    if scores is None:
        return []
    # Scores by their names are written as in lists of models; shares of rows, in sentences, in percent.
    said = {
        "precision": shown_score(scores.shown_precision) or "–",
        "recall": shown_score(scores.sensitivity),
    }
    if rule.costs is None:
        return [
            Message(
                "On the held-out rows, which took no part in the choice: precision {precision}, recall {recall}.",
                **said,
            )
        ]
    return [
        Message(
            "On the held-out rows, which took no part in the choice: {cost:,.0f} won for {rows:,} rows, precision {precision}, "
            "recall {recall}.",
            cost=rule.cost_of(scores.confusion_matrix),
            rows=PER_ROWS,
            **said,
        )
    ]


def rule_text(rule: DecisionRule) -> Message:
    """All that is said of a rule, as one text."""
    return Joined(rule_sentences(rule), " ")
