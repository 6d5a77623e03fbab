"""The statuses and kinds the tables hold, each with the Korean label people see."""

from __future__ import annotations

from enum import StrEnum


class Labelled(StrEnum):
    """A string enum whose members carry a Korean label."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Labelled:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


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


class ColumnKind(Labelled):
    """칼럼 유형."""

    TEXT = "text", "문자형"
    INTEGER = "integer", "정수형"
    REAL = "real", "실수형"
    DATE = "date", "날짜형"
    BOOL = "bool", "논리형"


class ColumnReading(Labelled):
    """What people choose as 칼럼 유형: a `ColumnKind`, or a way to read the cells that leads to one."""

    TEXT = "text", "문자형"
    INTEGER = "integer", "정수형"
    REAL = "real", "실수형"
    NUMBER = "number", "숫자형(단위 하나만)"
    DATE = "date", "날짜형"
    MONTH = "month", "날짜형(월)"
    DURATION = "duration", "시간(분)"
    BOOL = "bool", "논리형"


class RequestKind(Labelled):
    """What somebody asked for. Kinds without a run are done in the transaction that writes them."""

    UPLOAD = "upload", "업로드"
    RETYPE = "retype", "칼럼 유형 변경"
    USE_COLUMNS = "use_columns", "사용여부 변경"
    CONFIRM_DATA = "confirm_data", "데이터 확인"
    TARGET = "target", "목표변수 적용"
    PREVIEW = "preview", "전처리 미리보기"
    PREPARE = "prepare", "데이터 전처리 적용"
    TRAIN = "train", "모델 학습"
    CONFIRM_MODEL = "confirm_model", "모델 확정"
    PREDICT = "predict", "예측"
    DELETE = "delete", "삭제"
    MIRROR = "mirror", "MLflow 동기화"
    HOUSEKEEPING = "housekeeping", "정리"
    OCR_READ = "ocr_read", "문자 추출"
    OCR_RETRAIN = "ocr_retrain", "재학습"
    OCR_ROLLBACK = "ocr_rollback", "네트워크 되돌리기"
    OCR_DELETE = "ocr_delete", "문서 삭제"
    OCR_EXPORT = "ocr_export", "내려받기 준비"

    @property
    def of_pages(self) -> bool:
        """Whether it is of a document of the OCR half."""
        return self in (RequestKind.OCR_READ, RequestKind.OCR_DELETE, RequestKind.OCR_EXPORT)


class RequestStatus(Labelled):
    """Life of a request."""

    WAITING = "waiting", "대기"
    RUNNING = "running", "진행 중"
    DONE = "done", "완료"
    FAILED = "failed", "실패"
    CANCELLED = "cancelled", "취소"

    @property
    def is_final(self) -> bool:
        return self in (RequestStatus.DONE, RequestStatus.FAILED, RequestStatus.CANCELLED)


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
