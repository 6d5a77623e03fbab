"""Pictures of data and of trained models, each a function that returns PNG bytes.

They draw from statistics and scores, never from whole tables; what the numbers are is decided by
`automl_lib.profile` and by the evaluation of models. Figures are made without pyplot and without
touching matplotlib's global settings, so several threads can draw at once.
"""

from automl_lib.pictures.boxplot import draw_boxplot
from automl_lib.pictures.calibration import draw_calibration
from automl_lib.pictures.clusters import draw_clusters, draw_silhouette_by_k
from automl_lib.pictures.confusion_matrix import draw_confusion_matrix
from automl_lib.pictures.dependence import draw_dependence
from automl_lib.pictures.loss_curve import draw_loss_curve
from automl_lib.pictures.residuals import draw_predicted_actual, draw_residuals
from automl_lib.pictures.roc_curve import draw_roc_curves
from automl_lib.pictures.training_pictures import draw_pictures

__all__ = [
    "draw_boxplot",
    "draw_calibration",
    "draw_clusters",
    "draw_confusion_matrix",
    "draw_dependence",
    "draw_loss_curve",
    "draw_pictures",
    "draw_predicted_actual",
    "draw_residuals",
    "draw_roc_curves",
    "draw_silhouette_by_k",
]
