"""Dagster's instance of a home, for commands that ask it something beside its own processes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from orchestration.settings import Settings

if TYPE_CHECKING:
    import dagster as dg


@contextmanager
def dagster_instance(settings: Settings) -> Iterator[dg.DagsterInstance]:
    """Open it by the home's rendered dagster.yaml; its storage as the settings say."""
    import dagster as dg
    from dagster._core.instance.ref import InstanceRef

    storage = (
        {"postgres": {"postgres_url": settings.dagster_database_url}} if settings.on_postgresql else None
    )
    overrides = {"storage": storage} if storage else {}
    ref = InstanceRef.from_dir(str(settings.dagster_home), overrides=overrides)
    with dg.DagsterInstance.from_ref(ref) as instance:
        yield instance
