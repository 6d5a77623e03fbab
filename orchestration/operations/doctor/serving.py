"""What `saebyeok doctor` looks at of the serving process: whether it answers."""

from __future__ import annotations

from domain.messages import Message
from orchestration.operations.doctor.findings import Finding
from orchestration.runtime.home_lock import is_held
from orchestration.runtime.serving_address import serving_address
from orchestration.settings import Settings
from serving.client import ServingClient


def check_serving(settings: Settings) -> Finding:
    """The process answers while `up` runs; without it small work takes as long as a run."""
    if not is_held(settings.home):
        return Finding("serving", True, "'saebyeok up' does not run")
    if ServingClient(serving_address(settings)).answers():
        return Finding("serving", True, "it answers")
    remedy = Message(
        "small work takes as long as a run meanwhile; see {log}, and start 'saebyeok up' again if it stays so",
        log=settings.home / "logs" / "serving.log",
    )
    return Finding("serving", False, "it does not answer", remedy)
