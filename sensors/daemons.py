"""Detects two daemons serving one Dagster instance by mistake, by their heartbeats.

Each daemon signs its heartbeats with an id of its own, and only the newest is kept. A daemon that is started again
brings a new id; an id that comes back after another was seen belongs to a second daemon. Two on one storage start
nothing twice (requests are marked, runs claimed), but they disturb each other, also from two hosts.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta

from domain.messages import Message

KEPT = 8
TOLD_FOR = timedelta(seconds=90)
"""Two daemons sign in turn every half a minute: after this long without a turn, there is one again."""


@dataclass(frozen=True)
class Watch:
    """What was seen of daemons so far.

    Attributes:
        ids: the last ones that signed, the newest last; one that signed twice in a row is there once.
        doubled: when an id came back last, in ISO format; None: never.
    """

    ids: list[str] = field(default_factory=list)
    doubled: str | None = None

    @staticmethod
    def from_cursor(cursor: str | None) -> Watch:
        """What `to_cursor` wrote; nothing seen yet where there is none."""
        return Watch(**json.loads(cursor)) if cursor else Watch()

    def to_cursor(self) -> str:
        return json.dumps(asdict(self))

    def seeing(self, daemon_id: str | None, now: datetime) -> Watch:
        """After another look at who signed last."""
        if daemon_id is None or (self.ids and self.ids[-1] == daemon_id):
            return self
        came_back = daemon_id in self.ids
        watch = replace(self, ids=[*self.ids, daemon_id][-KEPT:])
        return replace(watch, doubled=now.isoformat()) if came_back else watch

    def is_doubled(self, now: datetime) -> bool:
        """Whether two daemons run now, as far as was seen."""
        return self.doubled is not None and now - datetime.fromisoformat(self.doubled) < TOLD_FOR


TWO_DAEMONS = Message(
    "more than one Dagster daemon runs; stop all but one: look for another 'saebyeok up' or 'dagster-daemon run', "
    "also on other hosts"
)
