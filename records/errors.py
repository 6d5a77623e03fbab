"""What this package refuses, in sentences people can act on."""

from __future__ import annotations

from domain.messages import Message
from domain.refusal import Refusal


class RecordsError(Refusal):
    """Base of all."""


class NotFound(RecordsError):
    """No such document, training or request (or it was deleted)."""


class DecisionRefused(RecordsError):
    """The state of the document doesn't allow this decision."""


class Superseded(Exception):
    """The request now belongs to another run, so this one must stop and write nothing more.

    Happens to a run that was given up for dead (its machine slept, its code server was killed)
    and comes back after a new attempt has started.
    """


def no_document(doc_id: str) -> NotFound:
    """The refusal of a document that is unknown or deleted."""
    return NotFound(Message("there is no document {doc_id}; see the list of documents", doc_id=doc_id))
