"""Why nothing may start on a home; who looks for reasons is in `readiness`, `home_identity`, `store_identity`, `moving`."""

from __future__ import annotations

from domain.refusal import Refusal


class NotReady(Refusal):
    """Why nothing may start yet, in Korean and in English."""
