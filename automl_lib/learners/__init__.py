"""The six families of models people can train: what they are called and where they are built.

Importing this package is cheap; a family's module, and scikit-learn and torch with it, is imported by
`load_learner`. What rows a model sees is `automl_lib.plan`; training itself `automl_lib.training`.
"""

from automl_lib.learners.catalogue import BuildRequest, CurvePoint, LearnerModule, load_learner
from domain.learners import CLASSIFIERS, LEARNERS, Learner

__all__ = [
    "CLASSIFIERS",
    "LEARNERS",
    "BuildRequest",
    "CurvePoint",
    "Learner",
    "LearnerModule",
    "load_learner",
]
