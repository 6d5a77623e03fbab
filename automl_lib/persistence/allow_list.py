"""The types a kept pipeline may hold beyond those that skops itself knows as safe.

The list is fixed here. Type names in a file are never trusted: loading a type runs its code.
"""

from __future__ import annotations

ALLOWED_TYPES = frozenset(
    {
        "automl_lib.learners.approximate_svm.ApproximateSvm",
        "automl_lib.learners.blend.BlendClassifier",
        "automl_lib.learners.blend.BlendRegressor",
        "automl_lib.learners.common_scale.CommonScaler",
        "automl_lib.learners.conformal.ConformalRegressor",
        "automl_lib.learners.cross_fit.CrossFitClassifier",
        "automl_lib.learners.cross_fit.CrossFitRegressor",
        "automl_lib.learners.encoding.TableEncoder",
        "automl_lib.learners.k_means.SilhouetteKMeans",
        "automl_lib.learners.random_forest.OutOfBagForest",
        "automl_lib.learners.random_forest.OutOfBagForestRegressor",
        "automl_lib.learners.smoothed_tree.SmoothedTree",
        "automl_lib.learners.squashing.SquashingScaler",
        "automl_lib.learners.target_scale.TargetScale",
        "automl_lib.learners.text_scores.TextScores",
        "automl_lib.learners.torch_classifier.TorchClassifier",
        "automl_lib.learners.torch_regressor.TorchRegressor",
        "automl_lib.plan.cleaner.PlanCleaner",
        "automl_lib.plan.text_components.TextComponents",
        "numpy.dtype",
        "sklearn.ensemble._hist_gradient_boosting.predictor.TreePredictor",
        "sklearn.model_selection._split.KFold",  # inside the target encoder
        "sklearn.tree._tree.Tree",
    }
)
