"""Settings of the weekly housekeeping: retention periods."""

from __future__ import annotations

from pydantic import BaseModel, Field


class KeepingSettings(BaseModel):
    """Ages and counts beyond which the housekeeping takes things away."""

    keep_run_days: int = Field(
        90, ge=1, description="Days Dagster's runs and events are kept by the weekly housekeeping."
    )
    keep_request_days: int = Field(
        365, ge=1, description="Days settled requests that no row refers to are kept."
    )
    keep_networks: int = Field(
        10, ge=1, description="Newest networks whose files are kept, beside the one that reads."
    )
