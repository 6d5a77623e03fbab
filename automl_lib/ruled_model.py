"""A model of two classes that calls rows positive by what people wish, where there are no records of it: the one-shot."""

from __future__ import annotations

from dataclasses import dataclass

from automl_lib.errors import PlanRefused, TrainingRefused
from automl_lib.evaluation.classification import held_back_curve
from automl_lib.trained_model import TrainedModel
from domain.decision_rules import DecisionRule, RuleChoice
from domain.messages import Message
from domain.target_check import TargetCheck
from domain.threshold_choice import choose_rule


@dataclass(frozen=True)
class RuledModel:
    """A model with the threshold of its rule."""

    model: TrainedModel
    rule: DecisionRule


def with_rule(model: TrainedModel, choice: RuleChoice) -> RuledModel:
    """The model with the threshold that fulfils a choice best on its held-back rows.

    Raises:
        TrainingRefused: no threshold reaches what is wished.
    """
    rule = choose_rule(
        choice,
        held_back_curve(model),
        positive_class=model.positive_class or "",
        default_threshold=model.threshold,
        refusal=TrainingRefused,
    )
    return RuledModel(model.with_threshold(rule.threshold), rule)


def refuse_without_two_classes(check: TargetCheck) -> None:
    """Raises PlanRefused where the target has no two classes, which a decision rule needs."""
    if check.kind == "number":
        raise PlanRefused(
            Message(
                "a decision rule is of classes; this model predicts numbers or clusters, which need none"
            ),
            code="rule_of_numbers",
        )
    if check.kind != "binary":
        raise PlanRefused(
            Message(
                "the target has {count} classes, of which the most probable is predicted; a decision rule needs two classes",
                count=len(check.classes),
            ),
            code="rule_of_classes",
        )
