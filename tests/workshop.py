"""A home without servers: jobs run in this process, on an ephemeral Dagster instance."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import dagster as dg
import pytest
import sqlalchemy as sa

from assets.runs import RUN_KEY_TAG
from domain.preprocessing import PlanChoices
from domain.requests import RequestKind
from intake.destinations import NewTable
from intake.inbox import Inbox
from orchestration.definitions import build_defs
from orchestration.runtime.reading_resources import build_files
from orchestration.settings import Settings, load_settings
from records import trainings
from records.engine import open_engine, reading, transaction
from records.tables import Request
from resources.clock import Clock
from resources.database import Database
from resources.tracking import Tracking
from sensors.planned_runs import plan_runs, with_documents
from sensors.reconciler import build_reconciler
from work_requests import automl_decisions, lifecycle, request_lists, request_queue


@dataclass
class Workshop:
    """Asks as people do, and runs what the requests sensor would."""

    settings: Settings
    engine: sa.Engine
    instance: dg.DagsterInstance
    repository: Any

    def now(self) -> datetime:
        """As the product's clock: ids carry the day that people see."""
        return datetime.now(ZoneInfo(self.settings.time_zone))

    def add(self, path: Path, sheet: str | None = None) -> str:
        taken = (
            build_files(self.settings)
            .intake(self.engine)
            .take(path, NewTable(sheet=sheet), by="me", now=self.now(), keep=True)
        )
        self.instance.add_dynamic_partitions("automl_documents", [taken.id])
        return taken.id

    def decide(self, decision: Callable[..., Request], doc: str, **choices: Any) -> Request:
        with transaction(self.engine) as session:
            return decision(session, doc, by="me", now=self.now(), **choices)

    def confirm(
        self,
        doc: str,
        target: str,
        *,
        positive_class: str | None = None,
        model: str = "linear",
        choices: PlanChoices | None = None,
    ) -> str:
        """Decide all from checking the data of a table to confirming a model, and run it; the training's id."""
        self.decide(automl_decisions.confirm_data, doc)
        self.decide(automl_decisions.set_target, doc, label=target, positive_class=positive_class)
        self.run_waiting()
        self.decide(automl_decisions.prepare, doc, choices=choices or PlanChoices(), preview=False)
        self.run_waiting()
        self.decide(automl_decisions.train, doc, models=[model], seed=0, budget_seconds=None)
        self.run_waiting()
        with reading(self.engine) as session:
            (summary,) = trainings.latest(session, doc)
        training_id = summary.training.training_id
        self.decide(automl_decisions.confirm_model, doc, training_id=training_id)
        self.run_waiting()
        return training_id

    def run_waiting(self) -> list[dg.ExecuteInProcessResult]:
        """Run every request that may start, until none waits."""
        results = []
        while True:
            with reading(self.engine) as session:
                waiting = list(request_queue.launchable(session, limit=10))
            if not waiting:
                return results
            results += self.run(waiting)

    def run(self, waiting: Sequence[Request]) -> list[dg.ExecuteInProcessResult]:
        """The runs that serve these requests, as the requests sensor would start them."""
        with transaction(self.engine) as session:
            planned, broken = plan_runs(with_documents(session, waiting))
            assert broken == {}
            for plan in planned:
                request_queue.mark_submitted(session, plan.request_ids, self.now(), run_key=plan.key)
        return [self.execute(plan.run) for plan in planned]

    def execute(self, run: dg.RunRequest) -> dg.ExecuteInProcessResult:
        job = self.repository.get_job(run.job_name)
        return job.execute_in_process(
            run_config=run.run_config,
            partition_key=run.partition_key,
            tags={**run.tags, RUN_KEY_TAG: run.run_key},
            asset_selection=run.asset_selection,
            instance=self.instance,
            raise_on_error=False,
        )

    def by_hand(self, doc: str | None, *assets: str, **config: dict[str, Any]) -> dg.ExecuteInProcessResult:
        """Launch assets from the launchpad: no request, only config per asset; without a document, as by Dagster's API."""
        return self.repository.get_job("__ASSET_JOB").execute_in_process(
            run_config={"ops": {name: {"config": values} for name, values in config.items()}},
            partition_key=doc,
            asset_selection=[dg.AssetKey(name) for name in assets],
            instance=self.instance,
            raise_on_error=False,
        )

    def reconcile(self) -> None:
        """One tick of the reconciler."""
        build_reconciler()(
            dg.build_sensor_context(instance=self.instance),
            database=Database(url=self.settings.effective_database_url),
            files=build_files(self.settings),
            clock=Clock(zone=self.settings.time_zone),
            tracking=Tracking(url=self.settings.effective_mlflow_url),
        )

    def request(self, request_id: int) -> Request:
        with reading(self.engine) as session:
            return lifecycle.get(session, request_id)

    def upload_request(self, doc: str) -> Request:
        with reading(self.engine) as session:
            return next(r for r in request_lists.of_document(session, doc) if r.kind == RequestKind.UPLOAD)


@pytest.fixture
def workshop(
    machine_cache: Path, migrated_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Workshop]:
    home = tmp_path / "home"
    create_home(home, migrated_file)
    set_environment(monkeypatch, machine_cache)
    with open_workshop(home) as opened:
        yield opened


Begin = Callable[[Workshop, Path], Any]
"""Brings an empty home as far as many tests need it; gets a folder for its files, and returns what the tests need to know of it."""


@dataclass(frozen=True)
class _Begun:
    """A home, what its function returned, and what Dagster knows of its tables."""

    home: Path
    answer: Any
    tables: Sequence[str]
    materialized: Sequence[dg.AssetMaterialization]


class BegunHomes:
    """Homes as a function left them, made once in a process: an upload takes a second, a training two.

    Args:
        folder: where they are kept.
        cache: of what is prepared for a machine.
        migrated_file: an empty database.
    """

    def __init__(self, folder: Path, cache: Path, migrated_file: Path) -> None:
        self._folder, self._cache, self._migrated_file = folder, cache, migrated_file
        self._made: dict[Begin, _Begun] = {}

    def copied_to(self, workshop: Workshop, begin: Begin) -> Any:
        """Bring the empty home of a workshop as far as `begin` does, without a run.

        Returns:
            What `begin` returned.
        """
        if begin not in self._made:
            self._made[begin] = self._make(begin, self._folder / str(len(self._made)))
        begun = self._made[begin]
        workshop.engine.dispose()  # the database is replaced
        shutil.copytree(begun.home, workshop.settings.home, dirs_exist_ok=True)
        workshop.instance.add_dynamic_partitions("automl_documents", begun.tables)
        for event in begun.materialized:
            workshop.instance.report_runless_asset_event(event)
        return begun.answer

    def _make(self, begin: Begin, folder: Path) -> _Begun:
        folder.mkdir()
        create_home(folder / "home", self._migrated_file)
        with pytest.MonkeyPatch.context() as patch:
            set_environment(patch, self._cache)
            with open_workshop(folder / "home") as workshop:
                answer, instance = begin(workshop, folder), workshop.instance
                return _Begun(
                    folder / "home",
                    answer,
                    tables=instance.get_dynamic_partitions("automl_documents"),
                    materialized=[
                        dg.AssetMaterialization(key, partition=partition)
                        for key in instance.all_asset_keys()
                        for partition in sorted(instance.get_materialized_partitions(key))
                    ],
                )


@pytest.fixture(scope="session")
def begun_homes(
    machine_cache: Path, migrated_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> BegunHomes:
    return BegunHomes(tmp_path_factory.mktemp("begun"), machine_cache, migrated_file)


def create_home(home: Path, migrated_file: Path) -> None:
    """A home with a copy of the migrated, empty database."""
    home.mkdir()
    shutil.copyfile(migrated_file, home / "saebyeok.db")


def set_environment(patch: pytest.MonkeyPatch, machine_cache: Path) -> None:
    """The settings of a home without servers."""
    patch.setenv("SAEBYEOK_MLFLOW_URL", "http://127.0.0.1:9")  # no server listens there
    patch.setenv("SAEBYEOK_CACHE", str(machine_cache))
    # As OMP_NUM_THREADS of `make test`: two workers share two cores.
    patch.setenv("SAEBYEOK_THREADS", "1")


@contextmanager
def open_workshop(home: Path) -> Iterator[Workshop]:
    """The workshop of a home that has a database, with the settings of the environment."""
    settings = load_settings(home)
    Inbox(settings.effective_inbox).create()
    engine = open_engine(settings.effective_database_url)
    with dg.DagsterInstance.ephemeral() as instance:
        yield Workshop(settings, engine, instance, build_defs(settings).get_repository_def())
    engine.dispose()
