"""How reading is partitioned: by the day a document was brought in.

Documents may be millions, and Dagster is good for some 100,000 keys; which documents of its day a run
reads is in its config.
"""

from __future__ import annotations

import dagster as dg

# Days are those of the zone in the settings, Dagster counts in UTC: with two days more, today is there
# in every zone.
INTAKE_DAYS = dg.DailyPartitionsDefinition(start_date="2026-01-01", end_offset=2)
