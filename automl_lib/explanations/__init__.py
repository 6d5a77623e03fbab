"""Why a trained model predicts what it predicts, for every family: only the model's outputs for raw typed rows are looked at.

`importance` and `dependence` explain a model, `shapley` a prediction, `counterfactual` finds what would change one; `what_if` answers
questions on one row. What is kept of an explanation is `domain.explanations`.
"""

from automl_lib.explanations.background import Background, background_of
from automl_lib.explanations.explain import Explained, explain_model
from automl_lib.explanations.shapley import Contributions, contributions
from automl_lib.explanations.what_if import answer_what_if

__all__ = [
    "Background",
    "Contributions",
    "Explained",
    "answer_what_if",
    "background_of",
    "contributions",
    "explain_model",
]
