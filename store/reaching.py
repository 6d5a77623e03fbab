"""Checks that a store is usable before work begins on it."""

from __future__ import annotations

import uuid

from domain.messages import Message
from store.errors import StoreError
from store.files import Store


def refuse_unusable(store: Store) -> None:
    """Write a small file, read it back, take it away.

    Raises:
        StoreError: it can't be written or read: no such bucket, no credentials, no network, a missing package,
            a full or read-only disk.
    """
    key = f"probe/{uuid.uuid4().hex}"
    try:
        stored = store.put_bytes(b"probe", key)
        with store.local(key, stored.sha256):
            pass
        store.remove(key)
    except ImportError as error:
        raise StoreError(
            Message(
                "the store at {root} needs a package ({error}); install it with pip install -c "
                "constraints.txt -e '.[s3]'",
                root=store.root,
                error=error,
            )
        ) from error
    except (OSError, StoreError) as error:
        raise StoreError(
            Message(
                "the store at {root} can't be written and read ({said}); look at the address and bucket, the "
                "credentials (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_ENDPOINT_URL), the disk",
                root=store.root,
                said=_said(error),
            )
        ) from error


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:300]
