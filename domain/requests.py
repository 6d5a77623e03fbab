"""What people may request, and the life of a request."""

from __future__ import annotations

from domain.labelled import Labelled


class RequestKind(Labelled):
    """What a request asks for. Kinds without a run are done in the transaction that writes them."""

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
