"""What a network made of the texts it had learnt: one item each, as the night that read them again leaves it in the store.

The rows of the texts keep only the last reading; this list stays as that night found it. TB_OCR_NETWORK.RESCORED names it
(`LIST`, `LIST_SHA256`) beside the error rates over all.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass

LIST, LIST_SHA256 = "list", "list_sha256"


@dataclass(frozen=True)
class RescoredItem:
    """One text, before and after.

    Attributes:
        crop_sha256: of its crop's file, which is part of the crop's address.
        label: what it says, as people had it that night.
        before: what was read when the page was.
        after: what the network that learnt it reads, with its score.
        error_before, error_after: character error rates against the label.
    """

    text_id: str
    crop_sha256: str
    label: str
    before: str
    after: str
    score: float
    error_before: float
    error_after: float

    @property
    def was_right(self) -> bool:
        return self.error_before == 0

    @property
    def is_right(self) -> bool:
        return self.error_after == 0

    @property
    def change(self) -> float:
        """How much its error rate rose; negative is better."""
        return self.error_after - self.error_before


def to_lines(items: Iterable[RescoredItem]) -> bytes:
    """JSON, a line for each item."""
    return "".join(json.dumps(asdict(item), ensure_ascii=False) + "\n" for item in items).encode()


def from_lines(data: bytes) -> list[RescoredItem]:
    """What `to_lines` wrote."""
    # Not splitlines(): a text may hold a separator that JSON leaves as it is.
    return [RescoredItem(**json.loads(line)) for line in data.decode().split("\n") if line]
