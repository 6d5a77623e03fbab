"""Second looks at confirmed texts: a second person keys a text without seeing what the first one confirmed."""

from __future__ import annotations

from domain.labelled import Labelled
from domain.messages import in_context


class LookPurpose(Labelled):
    """Why a text is keyed twice."""

    KEYING = "keying", in_context("second look", "second keying of an amount")
    QUALITY = "quality", in_context("second look", "weekly quality sample")


class LookState(Labelled):
    """Life of a second look."""

    OPEN = "open", in_context("second look", "open")
    SAME = "same", in_context("second look", "same")
    DIFFERENT = "different", in_context("second look", "different")
    RESOLVED = "resolved", in_context("second look", "resolved")
