"""What this package refuses, in sentences people can act on."""

from __future__ import annotations


class RecordsError(Exception):
    """A refusal with a sentence in Korean and one in English."""

    def __init__(self, *, ko: str, en: str) -> None:
        super().__init__(en)
        self.ko = ko
        self.en = en


class NotFound(RecordsError):
    """No such document, training or request (or it was deleted)."""


class DecisionRefused(RecordsError):
    """The state of the document doesn't allow this decision."""


class Superseded(Exception):
    """The request now belongs to another run, so this one must stop and write nothing more.

    Happens to a run that was given up for dead (its machine slept, its code server was killed)
    and comes back after a new attempt has started.
    """
