"""Data sets as deep-text-recognition-benchmark keeps them: LMDB with `image-%09d`, `label-%09d`, `num-samples`.

Its tools read what is written here, and what they wrote is read here.
"""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Iterable, Iterator
from pathlib import Path

from domain.messages import Message
from ocr_lib.arrays import Picture
from ocr_lib.datasets.items import decode
from ocr_lib.errors import TrainingRefused

IMAGE, LABEL, COUNT = "image-%09d", "label-%09d", b"num-samples"
MOST_BYTES = 2**40
"""Of the map, which takes room on disk only as far as it is filled."""
BATCH = 5000


def write_lmdb(folder: Path, samples: Iterable[tuple[bytes, str]]) -> int:
    """Write (encoded picture, label) pairs as a data set; it appears whole or not at all.

    Args:
        folder: replaced where it exists.

    Returns:
        How many samples it has.
    """
    import lmdb

    partial = folder.with_name(f".{folder.name}.{uuid.uuid4().hex}.part")
    partial.mkdir(parents=True)
    count = 0
    try:
        # Synced once at the end: a half-written one is thrown away anyway.
        with lmdb.open(str(partial), map_size=MOST_BYTES, sync=False, lock=False) as environment:
            transaction = environment.begin(write=True)
            for count, (image, label) in enumerate(samples, start=1):
                transaction.put((IMAGE % count).encode(), image)
                transaction.put((LABEL % count).encode(), label.encode())
                if count % BATCH == 0:
                    transaction.commit()
                    transaction = environment.begin(write=True)
            transaction.put(COUNT, str(count).encode())
            transaction.commit()
            environment.sync(True)
        (partial / "lock.mdb").unlink(missing_ok=True)
        if folder.exists():
            shutil.rmtree(folder)
        partial.rename(folder)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return count


def read_lmdb(folder: Path) -> Iterator[tuple[Picture, str]]:
    """The (uint8 grey [height, width], label) pairs of a data set, in their order.

    Raises:
        TrainingRefused: there is no whole data set, or a picture in it is broken.
    """
    import lmdb

    try:
        with (
            lmdb.open(str(folder), readonly=True, lock=False, create=False) as environment,
            environment.begin() as transaction,
        ):
            for number in range(1, int(transaction.get(COUNT) or b"none") + 1):
                image = transaction.get((IMAGE % number).encode())
                label = transaction.get((LABEL % number).encode())
                grey = decode(image) if image is not None else None
                if grey is None or label is None:
                    raise _refused(folder, f"sample {number} is broken")
                yield grey, label.decode()
    except (lmdb.Error, TypeError, ValueError) as error:
        raise _refused(folder, str(error)) from error


def _refused(folder: Path, why: str) -> TrainingRefused:
    return TrainingRefused(
        Message(
            "the data set {folder} can't be read ({why}); make lmdb_dataset again", folder=folder, why=why
        ),
        code="data_set",
    )
