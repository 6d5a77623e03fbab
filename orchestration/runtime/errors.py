"""Errors of a home that can't be worked with now."""

from __future__ import annotations

from pathlib import Path

from domain.messages import Message
from domain.refusal import Refusal


class NotReady(Refusal):
    """Why nothing may start on a home yet."""


class AlreadyRunning(Refusal):
    """Something that must be alone with its home runs for it."""

    def __init__(self, home: Path) -> None:
        super().__init__(
            Message("already running for {home}; stop that one, or use another --home", home=home)
        )
