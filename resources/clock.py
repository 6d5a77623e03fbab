"""The only source of the current time, so that tests can replace it."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import dagster as dg


class Clock(dg.ConfigurableResource[None]):
    """The machine's clock, in the zone whose dates people see (ids carry them). Tests replace it."""

    zone: str

    def now(self) -> datetime:
        return datetime.now(ZoneInfo(self.zone))
