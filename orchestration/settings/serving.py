"""Settings of the process that serves what people wait for."""

from __future__ import annotations

from pydantic import BaseModel, Field


class ServingSettings(BaseModel):
    """Up to which size work is done at once, and what the process may use. All other work is done in Dagster runs."""

    serving_cells: int = Field(
        2_500_000,
        ge=0,
        description="Most cells of a table whose target check, preview and plan are done at once. 0: always in runs.",
    )
    serving_tables_mb: int = Field(256, ge=0, description="Memory for tables that are kept loaded, in MiB.")
    sensor_seconds: int = Field(
        30,
        ge=5,
        description="Seconds between two looks of the sensors for files, requests and ended runs that this process should have seen "
        "to. 5 where it does not run.",
    )
    serving_memory_mb: int = Field(
        4096, ge=1024, description="Most memory of the process, in MiB; what needs more is done in a run."
    )
