"""The lanes of a serving process on a home without servers."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from orchestration.runtime.reading_resources import build_files, build_recogniser
from resources.clock import Clock
from resources.database import Database
from resources.tracking import Tracking
from serving.lane import Lane
from serving.models import ModelCache
from serving.tables import TableCache
from serving.warm_steps import PAGE_STEPS, TABLE_STEPS, Loaded, SmallWork
from tests.workshop import begun_homes, workshop  # noqa: F401
from untrusted_files import run


class Serving:
    """A lane for all kinds, run until nothing is left; what it made, and how often it left a request to a run."""

    def __init__(self, home, small=None, keeps_waiting=lambda _: None, tracking=None):
        self.database = Database(url=home.settings.effective_database_url)
        self.clock = Clock(zone=home.settings.time_zone)
        files = build_files(home.settings)
        reader = build_recogniser(home.settings).serving(self.database, files.store, self.clock)
        self.loaded = Loaded(
            files,
            TableCache(10**8).load,
            ModelCache().load,
            run,
            reader,
            tracking or Tracking(url=home.settings.effective_mlflow_url),
            small or SmallWork(),
        )
        self.made, self.left = [], []
        self.lane = Lane(
            "all",
            {**TABLE_STEPS, **PAGE_STEPS},
            self.database,
            self.clock,
            self.loaded,
            on_made=self.made.append,
            on_left=lambda: self.left.append(None),
            keeps_waiting=keeps_waiting,
        )
        self.lane.start()

    def serve(self):
        assert self.lane.wait(self.lane.wake(), 120)

    @property
    def steps(self):
        return [made.step.name for made in self.made]


@pytest.fixture
def serving(workshop):  # noqa: F811
    return Serving(workshop)


@pytest.fixture
def loans(tmp_path: Path) -> Path:
    return write_loans(tmp_path)


def write_loans(folder: Path) -> Path:
    """A small table with a target, 종류."""
    path = folder / "loans.csv"
    sizes = [n * 7 % 50 for n in range(80)]
    pl.DataFrame({"크기": sizes, "종류": ["큼" if size > 24 else "작음" for size in sizes]}).write_csv(path)
    return path
