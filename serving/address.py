"""Where the process listens: a Unix socket that only the home's owner can open, and a token besides."""

from __future__ import annotations

import hashlib
import hmac
import tempfile
from dataclasses import dataclass
from pathlib import Path

LONGEST_SOCKET_PATH = 100
"""Bytes; Linux allows 107."""


@dataclass(frozen=True)
class Address:
    """Attributes:
    socket: path of the Unix socket.
    token: sent with every call.
    """

    socket: Path
    token: str


def address_of(home: Path, secret: str) -> Address:
    """The address of a home's serving process.

    Args:
        home: a folder that only its owner can open.
        secret: of the home; the token is derived from it.
    """
    token = hmac.new(secret.encode(), b"serving", hashlib.sha256).hexdigest()
    socket = home / "serving.sock"
    if len(str(socket).encode()) > LONGEST_SOCKET_PATH:
        name = hashlib.sha256(str(home).encode()).hexdigest()[:16]
        socket = Path(tempfile.gettempdir()) / f"saebyeok-{name}" / "serving.sock"
    return Address(socket, token)
