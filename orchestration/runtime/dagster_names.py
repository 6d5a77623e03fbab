"""Names inside of Dagster that this project changes."""

from __future__ import annotations

from typing import Any


def set_known(owner: Any, name: str, value: Any) -> None:
    """Set an attribute of a module or class of Dagster.

    Raises:
        AttributeError: this version of Dagster has no such attribute; setting it would change nothing.
    """
    getattr(owner, name)
    setattr(owner, name, value)
