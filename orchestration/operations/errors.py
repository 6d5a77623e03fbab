"""Why an operation on a home did not happen, or did not succeed."""

from __future__ import annotations

from domain.refusal import Refusal


class OperationRefused(Refusal):
    """The operation can't be done as asked; nothing was changed."""


class OperationFailed(Refusal):
    """The operation was begun, or lacks something on this machine."""
