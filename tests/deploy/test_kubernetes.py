"""The manifests for Kubernetes start the image and the processes that `up` starts, as Dagster's instance says."""

from __future__ import annotations

import tomllib

from orchestration.settings import Settings
from tests.deploy.deployment_files import (
    CHECKOUT,
    containers,
    documents,
    manifests,
    procfile,
    values,
    words_of,
)

__all__ = ["procfile", "values"]


def test_a_worker_on_kubernetes_has_what_runs_have(values):
    (worker,) = [one for one in containers() if one["name"] == "worker"]
    (deployment,) = values["dagster-user-deployments"]["deployments"]
    given = {one["name"]: one.get("value") for one in worker["env"]}
    expected = {one["name"]: one["value"] for one in deployment["env"]}
    # Those that `saebyeok worker` doesn't set by itself.
    shared = [name for name in expected if name.startswith("SAEBYEOK_")]
    assert {name: given[name] for name in shared} == {name: expected[name] for name in shared}
    assert given["SAEBYEOK_EXECUTOR"] == "celery"
    # The instance is the chart's, whose folder and password's variable come along with every step.
    assert values["global"]["dagsterHome"].startswith(
        next(mount["mountPath"] for mount in worker["volumeMounts"] if mount["name"] == "dagster")
    )


def test_kubernetes_runs_one_image_of_this_version(values):
    version = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["project"]["version"]
    image = values["dagsterWebserver"]["image"]
    assert image["tag"] == version
    (deployment,) = values["dagster-user-deployments"]["deployments"]
    assert values["dagsterDaemon"]["image"] == deployment["image"] == image
    assert {one["image"] for one in containers()} == {f"{image['repository']}:{version}"}


def test_kubernetes_starts_what_the_procfile_does(values, procfile):
    (deployment,) = values["dagster-user-deployments"]["deployments"]
    command = procfile["code"]
    at = command.index("--host")
    assert command[command.index("grpc") + 1 : at] + command[at + 4 :] == deployment["dagsterApiGrpcArgs"]
    assert deployment["name"] == command[command.index("--location-name") + 1]
    beside = {words[1] for one in containers() if (words := words_of(one["args"]))[0] == "run"}
    # The chart has the others; its daemon is one.
    # Without the serving process, which looks for the processes of runs on its own machine: the sensors do its work.
    assert beside | {"code", "dagster", "daemon", "serving"} == set(procfile)
    assert "replicaCount" not in values["dagsterDaemon"]
    once = [one for one in manifests("Deployment") if one["metadata"]["name"] != "saebyeok-worker"]
    assert all(one["spec"]["replicas"] == 1 for one in once)


def test_kubernetes_gives_dagsters_processes_what_up_gives_them(values, tmp_path):
    from orchestration.runtime.home import dagster_environment

    (deployment,) = values["dagster-user-deployments"]["deployments"]
    expected = dagster_environment(Settings(home=tmp_path))
    # DAGSTER_HOME is the chart's.
    names = set(expected) - {"DAGSTER_HOME"}
    for part in (values["dagsterWebserver"], values["dagsterDaemon"], deployment):
        given = {one["name"]: one["value"] for one in part["env"]}
        assert names <= set(given)
        assert all(given[name] == expected[name] for name in names - {"SAEBYEOK_HOME"})
        assert part["envSecrets"] == [{"name": "saebyeok"}]


def test_kubernetes_has_the_instance_of_dagster_yaml(values):
    ours_ = documents(CHECKOUT / "orchestration" / "runtime" / "dagster.yaml")[0]
    theirs = values["additionalInstanceConfig"]
    monitoring = dict(theirs["run_monitoring"])
    # Images are pulled before a run starts, and a run that died is a new attempt of its request.
    assert monitoring.pop("max_resume_run_attempts") == 0
    assert monitoring.pop("start_timeout_seconds") > ours_["run_monitoring"].pop("start_timeout_seconds")
    assert monitoring == ours_["run_monitoring"]
    for part in ("nux", "sensors", "concurrency", "retention"):
        assert theirs[part] == ours_[part]
    assert values["telemetry"] == ours_["telemetry"]
    queue = values["dagsterDaemon"]["runCoordinator"]["config"]["queuedRunCoordinator"]
    ours_queue = ours_["run_coordinator"]["config"]
    assert queue == {
        "dequeueIntervalSeconds": ours_queue["dequeue_interval_seconds"],
        "dequeueUseThreads": ours_queue["dequeue_use_threads"],
        "dequeueNumWorkers": ours_queue["dequeue_num_workers"],
    }
    assert values["dagsterDaemon"]["runRetries"] == ours_["run_retries"]
    told = set(theirs) | {"storage", "run_coordinator", "run_retries", "telemetry"}
    assert told == set(ours_), "dagster.yaml says something that the chart isn't told"
