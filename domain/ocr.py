"""The statuses of the OCR half, each with the Korean label people see."""

from __future__ import annotations

from domain.labelled import Labelled


class OcrStatus(Labelled):
    """처리상태 of a document."""

    RECEIVED = "received", "접수"
    FAILED = "failed", "읽기 실패"
    PAGED = "paged", "페이지 준비 완료"
    EXTRACTED = "extracted", "추출 완료"
    CHECKED = "checked", "검증 완료"
    LEARNT = "learnt", "학습 완료"


class TextState(Labelled):
    """What is known of a text: only the machine read it, or a person looked."""

    MACHINE = "machine", "기계"
    CONFIRMED = "confirmed", "확인"
    CORRECTED = "corrected", "수정"
    UNREADABLE = "unreadable", "읽을 수 없음"


class TextSource(Labelled):
    """Where a text comes from: read from the picture, or taken from the PDF it came in."""

    OCR = "ocr", "인식"
    PDF = "pdf", "PDF 원문"


class TextAction(Labelled):
    """What happened to a text, in its history."""

    READ = "read", "추출"
    CONFIRM = "confirm", "확인"
    CORRECT = "correct", "수정"
    UNREADABLE = "unreadable", "읽을 수 없음"
    REOPEN = "reopen", "되돌림"
    SELECT = "select", "학습대상 선정"
    DESELECT = "deselect", "학습대상 해제"
    RESCORE = "rescore", "다시 읽음"


class TrainingPart(Labelled):
    """What a document's (or page's) items are for, given once: to learn from, or to judge by."""

    TRAIN = "train", "학습용"
    VALIDATION = "validation", "검증용"


class NetworkStatus(Labelled):
    """Life of a network."""

    TRAINING = "training", "학습 중"
    TRAINED = "trained", "심사 대기"
    KEPT_BACK = "kept_back", "배포 안 함"
    APPROVED = "approved", "배포 대기"
    DEPLOYED = "deployed", "사용 중"
    RETIRED = "retired", "교체됨"
    NOTHING_NEW = "nothing_new", "학습할 것 없음"
    FAILED = "failed", "실패"

    @property
    def is_trained(self) -> bool:
        """Whether its training came to its end."""
        return self not in (NetworkStatus.TRAINING, NetworkStatus.NOTHING_NEW, NetworkStatus.FAILED)

    @property
    def is_judged(self) -> bool:
        """Whether the gate has spoken."""
        return self.is_trained and self is not NetworkStatus.TRAINED
