"""The nightly training as the console knows it: when it comes, how long it may take, how documents are parted for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from records.ocr.learning.data_split import Assign


@dataclass(frozen=True)
class NightlySchedule:
    """Args:
    at: when it starts, in the zone of the context's clock.
    minutes: default time limit of a training.
    assign: gives documents without a part theirs, as the night itself will.
    """

    at: time
    minutes: float
    assign: Assign

    def next_run(self, now: datetime) -> datetime:
        """When the next one starts."""
        today = now.replace(hour=self.at.hour, minute=self.at.minute, second=0, microsecond=0)
        return today if today > now else today + timedelta(days=1)
