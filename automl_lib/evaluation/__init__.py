"""How good a model is, as plain numbers (`domain.evaluations`). Pictures of them are drawn elsewhere."""

from automl_lib.evaluation.classification import evaluate_classifier
from automl_lib.evaluation.clustering import evaluate_clustering
from automl_lib.evaluation.regression import evaluate_regressor

__all__ = ["evaluate_classifier", "evaluate_clustering", "evaluate_regressor"]
