"""The families of models people can train: how each is built. Their names are in `domain.learners`.

Importing this package is cheap; a family's module, and scikit-learn and torch with it, is imported by
`load_learner`. What rows a model sees is `automl_lib.plan`; training itself `automl_lib.training`.
"""

from automl_lib.learners.catalogue import BuildRequest, CurvePoint, LearnerModule, load_learner

__all__ = [
    "BuildRequest",
    "CurvePoint",
    "LearnerModule",
    "load_learner",
]
