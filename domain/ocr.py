"""The statuses of the OCR half, each with the Korean label people see, and names of what it stores."""

from __future__ import annotations

from typing import Literal, get_args

from domain.labelled import Labelled
from domain.messages import in_context

SECOND_RECOGNISER = "second_recogniser"
"""Among a network's scores: the validation items read without and with the second recogniser, and whether it is kept."""

ExportFormat = Literal["txt", "json", "csv", "xlsx", "tables.csv", "tables.json", "hocr", "pdf"]
EXPORT_FORMATS: tuple[str, ...] = get_args(ExportFormat)
"""Of documents, as `ocr_lib.exports` writes them; each is the ending of its files too."""
DETECTOR = "detector"
"""Among a network's items: recall and precision of the detector on checked documents, at the time of its training."""


class OcrStatus(Labelled):
    """처리상태 of a document."""

    RECEIVED = "received", in_context("page document status", "received")
    FAILED = "failed", in_context("page document status", "failed")
    PAGED = "paged", in_context("page document status", "paged")
    EXTRACTED = "extracted", in_context("page document status", "extracted")
    CHECKED = "checked", in_context("page document status", "checked")
    LEARNT = "learnt", in_context("page document status", "learnt")


class TextState(Labelled):
    """What is known of a text: only the machine read it, or a person looked."""

    MACHINE = "machine", in_context("text", "machine")
    CONFIRMED = "confirmed", in_context("text", "confirmed")
    CORRECTED = "corrected", in_context("text", "corrected")
    UNREADABLE = "unreadable", in_context("text", "unreadable")


class TextSource(Labelled):
    """Where a text comes from: read from the picture, or taken from the PDF it came in."""

    OCR = "ocr", in_context("text source", "ocr")
    PDF = "pdf", in_context("text source", "pdf")


class TextAction(Labelled):
    """What happened to a text, in its history."""

    READ = "read", in_context("text history", "read")
    CONFIRM = "confirm", in_context("text history", "confirm")
    CORRECT = "correct", in_context("text history", "correct")
    UNREADABLE = "unreadable", in_context("text history", "unreadable")
    REOPEN = "reopen", in_context("text history", "reopen")
    SELECT = "select", in_context("text history", "select")
    DESELECT = "deselect", in_context("text history", "deselect")
    RESCORE = "rescore", in_context("text history", "rescore")
    DRAW = "draw", in_context("text history", "draw")
    RESHAPE = "reshape", in_context("text history", "reshape")
    SPLIT = "split", in_context("text history", "split")
    MERGE = "merge", in_context("text history", "merge")
    REMOVE = "remove", in_context("text history", "remove")
    REORDER = "reorder", in_context("text history", "reorder")
    UNDO = "undo", in_context("text history", "undo")
    SECOND_LOOK = "second_look", in_context("text history", "second look")
    SHOW_WHOLE = "show_whole", in_context("text history", "resident number shown whole")
    EXPORT_WHOLE = "export_whole", in_context("text history", "resident number exported whole")


class TableAction(Labelled):
    """What people changed of a table on its page."""

    DRAW = "draw", in_context("table history", "table drawn")
    REMOVE = "remove", in_context("table history", "table removed")
    MOVE_LINE = "move_line", in_context("table history", "line moved")
    ADD_LINE = "add_line", in_context("table history", "line added")
    REMOVE_LINE = "remove_line", in_context("table history", "line removed")
    MERGE = "merge", in_context("table history", "cells merged")
    SPLIT = "split", in_context("table history", "cell split")


class TrainingPart(Labelled):
    """What a document's (or page's) items are for, given once: to learn from, or to judge by."""

    TRAIN = "train", in_context("training items", "train")
    VALIDATION = "validation", in_context("training items", "validation")


class NetworkStatus(Labelled):
    """Life of a network."""

    TRAINING = "training", in_context("network", "training")
    TRAINED = "trained", in_context("network", "trained")
    KEPT_BACK = "kept_back", in_context("network", "kept back")
    APPROVED = "approved", in_context("network", "approved")
    DEPLOYED = "deployed", in_context("network", "deployed")
    RETIRED = "retired", in_context("network", "retired")
    NOTHING_NEW = "nothing_new", in_context("network", "nothing new")
    FAILED = "failed", in_context("network", "failed")
    CANCELLED = "cancelled", in_context("network", "cancelled")

    @property
    def is_trained(self) -> bool:
        """Whether its training came to its end."""
        return self not in (
            NetworkStatus.TRAINING,
            NetworkStatus.NOTHING_NEW,
            NetworkStatus.FAILED,
            NetworkStatus.CANCELLED,
        )

    @property
    def is_judged(self) -> bool:
        """Whether the gate has spoken."""
        return self.is_trained and self is not NetworkStatus.TRAINED
