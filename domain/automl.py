"""States of AutoML documents and trainings, and kinds of pictures, as the tables hold them."""

from __future__ import annotations

from domain.labelled import Labelled
from domain.messages import in_context


class DocumentStatus(Labelled):
    """처리상태 of an AutoML document, in the order of the five stages."""

    RECEIVED = "received", in_context("document status", "received")
    FAILED = "failed", in_context("document status", "failed")
    UPLOADED = "uploaded", in_context("document status", "uploaded")
    DATA_CONFIRMED = "data_confirmed", in_context("document status", "data confirmed")
    PREPARED = "prepared", in_context("document status", "prepared")
    TRAINED = "trained", in_context("document status", "trained")
    MODEL_CONFIRMED = "model_confirmed", in_context("document status", "model confirmed")

    @property
    def stage(self) -> int:
        """Position in the life of a document; a later stage may do all that an earlier one may."""
        return list(type(self)).index(self)


class TrainingStatus(Labelled):
    """Life of one training."""

    TRAINING = "training", in_context("training", "training")
    TRAINED = "fitted", in_context("training", "fitted")
    EVALUATED = "evaluated", in_context("training", "evaluated")
    FAILED = "failed", in_context("training", "failed")
    CANCELLED = "cancelled", in_context("training", "cancelled")

    @property
    def is_final(self) -> bool:
        return self in (TrainingStatus.EVALUATED, TrainingStatus.FAILED, TrainingStatus.CANCELLED)


class ImageKind(Labelled):
    """IMAGE_GUBUN. The seed fixes '02' for the boxplot; the others are ours."""

    BOXPLOT = "02", in_context("picture", "Boxplot")
    CONFUSION_MATRIX = "11", in_context("picture", "Confusion Matrix")
    ROC_CURVE = "12", in_context("picture", "ROC Curve")
    LOSS_CURVE = "13", in_context("picture", "Training and validation loss")
    CALIBRATION = "14", in_context("picture", "Calibration")
    CLUSTERS = "21", in_context("picture", "Clusters")
    SILHOUETTE = "22", in_context("picture", "Silhouette")
    PREDICTED_ACTUAL = "31", in_context("picture", "Predicted against actual values")
    RESIDUALS = "32", in_context("picture", "Residuals")
