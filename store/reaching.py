"""Checks that a store is usable before work begins on it."""

from __future__ import annotations

import uuid

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
            ko=f"저장소 {store.root}에 필요한 패키지가 없습니다({error}). "
            "pip install -c constraints.txt -e '.[s3]'로 설치하세요.",
            en=f"the store at {store.root} needs a package ({error}); install it with pip install -c constraints.txt -e '.[s3]'",
        ) from error
    except (OSError, StoreError) as error:
        raise StoreError(
            ko=f"저장소 {store.root}에 쓰고 읽을 수 없습니다({_said(error)}). 주소와 버킷, 접속 키(AWS_ACCESS_KEY_ID, "
            "AWS_SECRET_ACCESS_KEY, AWS_ENDPOINT_URL), 디스크를 확인하세요.",
            en=f"the store at {store.root} can't be written and read ({_said(error)}); look at the address and bucket, the "
            "credentials (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_ENDPOINT_URL), the disk",
        ) from error


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:300]
