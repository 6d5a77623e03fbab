"""The one place that asks what time it is, so that everything else can be given a time."""

from __future__ import annotations

from datetime import UTC, datetime

import dagster as dg


class Clock(dg.ConfigurableResource[None]):
    """The machine's clock. Tests replace it."""

    def now(self) -> datetime:
        return datetime.now(UTC)
