"""Settings of the nightly training as a Dagster resource."""

from __future__ import annotations

from pathlib import Path

import dagster as dg
from pydantic import Field


class Learning(dg.ConfigurableResource["Learning"]):
    """Bounds of a night's training; each is a setting."""

    iterations: int = Field(ge=1, description="Most training steps.")
    batch_size: int = Field(ge=1, description="Images a step.")
    validate_every: int = Field(ge=1, description="Steps between validations.")
    minutes: float = Field(gt=0, description="Most minutes of training.")
    enough_items: int = Field(
        ge=1, description="With fewer real items, synthetic images are added up to this."
    )
    device: str = Field(description="Where to compute: auto, cpu or cuda.")
    seed: int = Field(ge=0, description="Seed of everything random.")
    work: str = Field(description="Folder on this machine for checkpoints and caches.")

    @property
    def checkpoints(self) -> Path:
        """Where stopped trainings wait to be resumed."""
        return Path(self.work) / "checkpoints"
