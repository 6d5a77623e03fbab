"""States of AutoML documents and trainings, and kinds of pictures, as the tables hold them."""

from __future__ import annotations

from domain.labelled import Labelled


class DocumentStatus(Labelled):
    """처리상태 of an AutoML document, in the order of the five stages."""

    RECEIVED = "received", "접수"
    FAILED = "failed", "업로드 실패"
    UPLOADED = "uploaded", "업로드"
    DATA_CONFIRMED = "data_confirmed", "데이터 확인"
    PREPARED = "prepared", "데이터 전처리"
    TRAINED = "trained", "모델 학습"
    MODEL_CONFIRMED = "model_confirmed", "모델 확정"

    @property
    def stage(self) -> int:
        """Position in the life of a document; a later stage may do all that an earlier one may."""
        return list(type(self)).index(self)


class TrainingStatus(Labelled):
    """Life of one training."""

    TRAINING = "training", "학습 중"
    TRAINED = "fitted", "평가 대기"
    EVALUATED = "evaluated", "완료"
    FAILED = "failed", "실패"


class ImageKind(Labelled):
    """IMAGE_GUBUN. The seed fixes '02' for the boxplot; the others are ours."""

    BOXPLOT = "02", "Boxplot"
    CONFUSION_MATRIX = "11", "Confusion Matrix"
    ROC_CURVE = "12", "ROC Curve"
    LOSS_CURVE = "13", "훈련/검증 손실"
    CLUSTERS = "21", "군집"
    SILHOUETTE = "22", "실루엣"
