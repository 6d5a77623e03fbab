"""The files of `deploy/` as tests look at them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from orchestration.runtime.home import process_environment
from orchestration.runtime.supervisor import PROCFILE, read_procfile
from orchestration.settings import Settings

CHECKOUT = Path(__file__).resolve().parents[2]
DEPLOY = CHECKOUT / "deploy"
KUBERNETES = DEPLOY / "kubernetes"


def documents(path: Path) -> list[Any]:
    return list(yaml.safe_load_all(path.read_text(encoding="utf-8")))


def compose() -> dict[str, Any]:
    return documents(DEPLOY / "compose.yaml")[0]


def ours() -> dict[str, Any]:
    """The services of our image."""
    return {name: service for name, service in compose()["services"].items() if "build" in service}


@pytest.fixture(scope="module")
def procfile(tmp_path_factory):
    settings = Settings(home=tmp_path_factory.mktemp("home"))
    return read_procfile(PROCFILE, process_environment(settings, code_port=4000))


@pytest.fixture(scope="module")
def values():
    return documents(KUBERNETES / "values.yaml")[0]


def manifests(kind: str) -> list[Any]:
    found = [one for path in sorted(KUBERNETES.glob("*.yaml")) for one in documents(path)]
    return [one for one in found if one.get("kind") == kind]


def containers() -> list[Any]:
    workloads = [*manifests("Deployment"), *manifests("Job")]
    return [container for one in workloads for container in one["spec"]["template"]["spec"]["containers"]]


def words_of(command: list[str]) -> list[str]:
    """What is said to our program; a container's command names it first."""
    assert command[0] == "saebyeok"
    return command[1:]
