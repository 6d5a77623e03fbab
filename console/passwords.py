"""Passwords, by argon2id with the library's parameters (RFC 9106, low memory)."""

from __future__ import annotations

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST = 10
_HASHER = PasswordHasher()
_UNKNOWN = _HASHER.hash("no account has this password")


def hash_password(password: str) -> str:
    """To be kept. Raises ValueError for one that is too short."""
    if len(password) < SHORTEST:
        raise ValueError(f"a password needs {SHORTEST} characters")
    return _HASHER.hash(password)


def is_right(password: str, kept: str | None) -> bool:
    """Whether it is the one that was hashed; as slow for accounts without one, which are so not told apart."""
    try:
        return _HASHER.verify(kept or _UNKNOWN, password) and kept is not None
    except (VerificationError, InvalidHashError):
        return False
