"""Layouts that are learnt from confirmed documents: where one is in its life."""

from __future__ import annotations

from domain.labelled import Labelled
from domain.messages import in_context


class LayoutState(Labelled):
    """Whether a layout reads documents, with what people read for it."""

    WAITING = "waiting", in_context("document layout", "waits for confirmed documents")
    USED = "used", in_context("document layout", "in use")
    KEPT_BACK = "kept_back", in_context("document layout", "no better than before")
    OFF = "off", in_context("document layout", "switched off")
