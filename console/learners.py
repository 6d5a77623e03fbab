"""What the models people can train are called on the screens: the catalogue of the seed, in its order.

The console doesn't import the library that trains them; a test holds the two catalogues together.
"""

from __future__ import annotations

from dataclasses import dataclass

CLASSIFICATION = "classification"
CLUSTERING = "clustering"


@dataclass(frozen=True)
class Learner:
    """Args:
    code: in MODEL_CD and in requests.
    ko, en: names for people.
    group: what is trained together.
    """

    code: str
    ko: str
    en: str
    group: str


LEARNERS: dict[str, Learner] = {
    learner.code: learner
    for learner in (
        Learner("gradient_boost", "Gradient Boost", "Gradient Boost", CLASSIFICATION),
        Learner("decision_tree", "의사결정트리", "Decision Tree", CLASSIFICATION),
        Learner("random_forest", "Random Forest", "Random Forest", CLASSIFICATION),
        Learner("svm", "SVM", "SVM", CLASSIFICATION),
        Learner("neural_network", "신경망", "Neural Network", CLASSIFICATION),
        Learner("k_means", "K-평균", "K-means", CLUSTERING),
    )
}


def steps_of(code: str) -> tuple[str, str]:
    """The steps that work on a model, in TB_PROGRESS and its log."""
    return f"{code}_model", f"{code}_evaluation"


def in_order(code: str) -> int:
    """Where a model stands in lists; one that isn't known comes last."""
    codes = list(LEARNERS)
    return codes.index(code) if code in codes else len(codes)
