"""The families of models people can train, in the order of the specification."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from typing import Literal

from domain.messages import Message

CLASSIFICATION: Literal["classification"] = "classification"
CLUSTERING: Literal["clustering"] = "clustering"


@dataclass(frozen=True)
class Learner:
    """One family.

    Attributes:
        code: in MODEL_CD, in requests and on the command line.
        name: the name for people.
        group: what is trained together. Families of "classification" learn a target, which may also be a number.
        combines: whether it is made of other trained models instead of rows.
    """

    code: str
    name: Message
    group: Literal["classification", "clustering"]
    combines: bool = False


ENSEMBLE = "ensemble"

LEARNERS: dict[str, Learner] = {
    learner.code: learner
    for learner in (
        Learner("gradient_boost", Message("Gradient Boost"), CLASSIFICATION),
        Learner("decision_tree", Message("Decision Tree"), CLASSIFICATION),
        Learner("random_forest", Message("Random Forest"), CLASSIFICATION),
        Learner("svm", Message("SVM"), CLASSIFICATION),
        Learner("neural_network", Message("Neural Network"), CLASSIFICATION),
        Learner("linear", Message("Linear model"), CLASSIFICATION),
        Learner(ENSEMBLE, Message("Ensemble"), CLASSIFICATION, combines=True),
        Learner("k_means", Message("K-means"), CLUSTERING),
    )
}
FAMILIES: tuple[str, ...] = tuple(code for code, learner in LEARNERS.items() if not learner.combines)
"""Those that learn from rows."""
CLASSIFIERS: tuple[str, ...] = tuple(
    code for code, learner in LEARNERS.items() if learner.group == CLASSIFICATION and not learner.combines
)
"""Families that learn a target from rows."""


def recipe(code: str, settings: Container[str]) -> list[str]:
    """The families that have to be trained for a model like one with these settings: of an ensemble its members, then itself."""
    if not LEARNERS[code].combines:
        return [code]
    return [*(member for member in CLASSIFIERS if member in settings), code]


def steps_of(code: str) -> tuple[str, str]:
    """The steps that work on a model, in TB_PROGRESS and its log."""
    return f"{code}_model", f"{code}_evaluation"


def explanation_step(code: str) -> str:
    """The step that explains a model."""
    return f"{code}_explanation"


def in_order(code: str) -> int:
    """Where a model stands in lists; one that isn't known comes last."""
    codes = list(LEARNERS)
    return codes.index(code) if code in codes else len(codes)
