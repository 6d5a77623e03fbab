"""How good a model is, as plain numbers that can be stored as JSON. Pictures of them are drawn elsewhere."""

from automl_lib.evaluation.classification import (
    ClassificationEvaluation,
    ClassScores,
    RocCurve,
    evaluate_classifier,
)
from automl_lib.evaluation.clustering import ClusteringEvaluation, evaluate_clustering

__all__ = [
    "ClassScores",
    "ClassificationEvaluation",
    "ClusteringEvaluation",
    "RocCurve",
    "evaluate_classifier",
    "evaluate_clustering",
]
