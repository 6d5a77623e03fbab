"""What `saebyeok doctor` looks at of disks: room on each that the home, its store and its databases lie on; that the store can be used."""

from __future__ import annotations

import shutil
from pathlib import Path

import sqlalchemy as sa

from domain.messages import Message
from orchestration.operations.doctor.findings import Finding
from orchestration.settings import Settings
from store.errors import StoreError
from store.files import Store
from store.reaching import refuse_unusable

MIN_FREE_GB = 2.0


def check_disks(settings: Settings) -> Finding:
    """At least MIN_FREE_GB on every disk that is written to."""
    free = {name: shutil.disk_usage(place).free / 1e9 for name, place in _places(settings).items()}
    short = [f"{name} {gigabytes:.1f} GB free" for name, gigabytes in free.items() if gigabytes < MIN_FREE_GB]
    detail = ", ".join(short) or f"{min(free.values()):.1f} GB free"
    return Finding("disk", not short, detail, Message("make room, or move the home"))


def check_store(settings: Settings) -> Finding:
    """Files can be put into the store and read back, wherever it is."""
    try:
        refuse_unusable(Store(settings.effective_store_url))
    except StoreError as trouble:
        return Finding("store", False, trouble.en, trouble.message)
    return Finding("store", True, settings.effective_store_url)


def _places(settings: Settings) -> dict[str, Path]:
    """What may lie on disks of their own, each by a folder that is there."""
    places = {"home": settings.home, "dagster": settings.dagster_home, "mlflow": settings.mlflow_home}
    database = sa.make_url(settings.effective_database_url)
    if database.get_backend_name() == "sqlite" and database.database:
        places["records"] = Path(database.database).parent
    if Store(settings.effective_store_url).is_local:
        places["store"] = Path(settings.effective_store_url.removeprefix("file://"))
    return {name: _nearest(place) for name, place in places.items()}


def _nearest(place: Path) -> Path:
    return next(folder for folder in (place, *place.parents) if folder.exists())
