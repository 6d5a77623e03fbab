"""The machine's clock jumps: each night is trained once, by Dagster's own scheduler and our look after it.

Dagster's daemon hands its scheduler the time; so do these tests, and evaluate what it starts with the same time.
"""

from __future__ import annotations

import logging
from collections import Counter
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import dagster as dg
import pytest
from dagster._core.remote_origin import InProcessCodeLocationOrigin
from dagster._core.test_utils import InProcessTestWorkspaceLoadTarget
from dagster._core.types.loadable_target_origin import LoadableTargetOrigin
from dagster._core.workspace.context import WorkspaceProcessContext
from dagster._scheduler.scheduler import launch_scheduled_runs

from domain.requests import RequestKind, RequestStatus
from orchestration.definitions import build_defs
from orchestration.settings import load_settings
from records import migrate
from records.engine import open_engine, reading, transaction
from resources.clock import Clock
from resources.database import Database
from work_requests import lifecycle, request_lists
from work_requests.ocr_decisions import NIGHT

pytestmark = pytest.mark.slow

SEOUL = ZoneInfo("Asia/Seoul")
ONE_AM = datetime(2026, 11, 23, 1, 0, 5, tzinfo=SEOUL)
EVENING, DAY = timedelta(hours=-2), timedelta(days=1)
MINUTE = timedelta(minutes=1)


class NightlySchedule:
    """A home whose daemon lives through the times it is told."""

    def __init__(self, settings, engine, workspace, clock):
        self.settings, self.engine, self.workspace, self.clock = settings, engine, workspace, clock
        self.remembered = {}

    def live(self, moment):
        """One round of the daemon; what it asks for is done at once."""
        self.clock(moment)
        for trouble in launch_scheduled_runs(
            self.workspace, logging.getLogger("scheduler"), moment.astimezone(UTC), self.remembered
        ):
            assert trouble is None
        sensor = next(s for s in build_defs(self.settings).sensors if s.name == "missed_nights")
        sensor(
            dg.build_sensor_context(instance=self.workspace.instance),
            database=Database(url=self.settings.effective_database_url),
            clock=Clock(zone=self.settings.time_zone),
        )
        with transaction(self.engine) as session:
            for request in request_lists.of_kind(session, RequestKind.OCR_RETRAIN):
                lifecycle.settle(request, RequestStatus.DONE, now=moment)

    def start_again(self):
        """A daemon started anew remembers only what Dagster's storage holds."""
        self.remembered = {}

    def trained(self):
        """How many trainings each night had."""
        with reading(self.engine) as session:
            asked = request_lists.of_kind(session, RequestKind.OCR_RETRAIN)
        return Counter(request.params[NIGHT] for request in asked)


@pytest.fixture
def nights(tmp_path, monkeypatch):
    home = tmp_path / "home"
    (home / "dagster").mkdir(parents=True)
    monkeypatch.setenv("SAEBYEOK_HOME", str(home))
    settings = load_settings(home)
    monkeypatch.setenv("SAEBYEOK_DATABASE_URL", settings.effective_database_url)
    engine = open_engine(settings.effective_database_url)
    migrate.upgrade(engine)
    with transaction(engine) as session:
        lifecycle.ask(session, RequestKind.MIRROR, doc_id=None, params={}, by="me", now=ONE_AM - DAY)
    ours = LoadableTargetOrigin(module_name="orchestration.definitions")
    target = InProcessTestWorkspaceLoadTarget(InProcessCodeLocationOrigin(ours))
    with (
        dg.DagsterInstance.local_temp(str(home / "dagster")) as instance,
        WorkspaceProcessContext(instance, target) as workspace,
    ):
        nights = NightlySchedule(
            settings,
            engine,
            workspace,
            lambda moment: monkeypatch.setattr(Clock, "now", lambda _: moment),
        )
        nights.live(ONE_AM + EVENING)
        yield nights
    engine.dispose()


TONIGHT, TOMORROW = "2026-11-23", "2026-11-24"


@pytest.mark.parametrize("restarts", [False, True])
@pytest.mark.parametrize(
    ("clock", "trained"),
    [
        pytest.param([0 * MINUTE, 11 * MINUTE, 60 * MINUTE], {TONIGHT: 1}, id="no jump"),
        pytest.param([-5 * MINUTE, 120 * MINUTE, 130 * MINUTE], {TONIGHT: 1}, id="over one o'clock"),
        pytest.param([-5 * MINUTE, 360 * MINUTE, 600 * MINUTE], {}, id="over one and six o'clock"),
        pytest.param(
            [-5 * MINUTE, 360 * MINUTE, DAY, DAY + 11 * MINUTE], {TOMORROW: 1}, id="over both, then a night"
        ),
        pytest.param(
            [0 * MINUTE, -30 * MINUTE, 0 * MINUTE, 11 * MINUTE, 60 * MINUTE],
            {TONIGHT: 1},
            id="back over one o'clock",
        ),
        pytest.param(
            [-5 * MINUTE, 10 * MINUTE, -60 * MINUTE, 0 * MINUTE, 15 * MINUTE],
            {TONIGHT: 1},
            id="over, back and over",
        ),
        pytest.param(
            # The third is the one begun while the clock was wrong.
            [DAY, EVENING, 0 * MINUTE, 11 * MINUTE, DAY, DAY + 11 * MINUTE, DAY + 60 * MINUTE],
            {TONIGHT: 1, TOMORROW: 2},
            id="a day ahead and set right",
        ),
    ],
)
def test_each_night_is_trained_once(nights, clock, trained, restarts):
    for jump in clock:
        nights.live(ONE_AM + jump)
        if restarts:
            nights.start_again()
    assert nights.trained() == trained
