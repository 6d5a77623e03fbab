"""What stands in deploy/ agrees with what it deploys: settings, the Procfile, dagster.yaml, the packages."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click
import pytest
import yaml

from orchestration.cli import main
from orchestration.runtime.home import process_environment
from orchestration.runtime.supervisor import PROCFILE, read_procfile
from orchestration.settings import Settings

CHECKOUT = Path(__file__).resolve().parents[2]
DEPLOY = CHECKOUT / "deploy"
KUBERNETES = DEPLOY / "kubernetes"
FOREIGN = {
    # PostgreSQL's image, botocore, Python and every program.
    *("POSTGRES_USER", "POSTGRES_DB", "POSTGRES_PASSWORD"),
    # RabbitMQ's, and the chart's own for a worker that joins it.
    *("RABBITMQ_PASSWORD", "RABBITMQ_DEFAULT_USER", "RABBITMQ_DEFAULT_PASS", "DAGSTER_PG_PASSWORD"),
    *("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"),
    *("HOME", "PYTHONUNBUFFERED"),
}


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


def environments() -> dict[str, dict[str, str | None]]:
    """The variables that deploy/ gives to our programs, by where it does."""
    service = re.findall(r"^Environment=(.*)$", (DEPLOY / "saebyeok.service").read_text(), re.MULTILINE)
    example = re.findall(r"^#?([A-Z_]+)=", (DEPLOY / "saebyeok.env.example").read_text(), re.MULTILINE)
    chart = documents(KUBERNETES / "values.yaml")[0]
    return {
        "service": dict(pair.split("=", 1) for line in service for pair in line.split()),
        "example": dict.fromkeys(example),
        **{f"compose {name}": one.get("environment", {}) for name, one in ours().items()},
        "compose postgres": compose()["services"]["postgres"]["environment"],
        "compose rabbitmq": compose()["services"]["rabbitmq"]["environment"],
        "chart": {one["name"]: one["value"] for one in chart["dagsterDaemon"]["env"]},
        **{f"pod {one['name']}": {e["name"]: e.get("value") for e in one["env"]} for one in containers()},
        **{f"secret {one['metadata']['name']}": one["stringData"] for one in manifests("Secret")},
    }


def test_every_yaml_file_is_one():
    files = [*DEPLOY.rglob("*.yaml")]
    assert len(files) > 5
    assert all(documents(path) for path in files)


def test_every_way_to_deploy_has_a_page_and_no_link_leads_nowhere():
    pages = {page.name: page.read_text(encoding="utf-8") for page in DEPLOY.glob("*.md")}
    assert {"systemd.md", "compose.md", "kubernetes.md"} <= set(
        re.findall(r"\]\((\w+\.md)\)", pages["README.md"])
    )
    for name, text in pages.items():
        for link in re.findall(r"\]\(([^)#:]+)\)", text):
            assert (DEPLOY / link).exists(), f"{name}: {link}"


def test_every_variable_that_is_set_is_known_to_who_reads_it(tmp_path):
    settings = {f"SAEBYEOK_{name.upper()}" for name in Settings.model_fields}
    known = settings | FOREIGN | set(process_environment(Settings(home=tmp_path), code_port=4000))
    for place, environment in environments().items():
        assert set(environment) - known <= {"postgresql-password"}, place


def test_every_setting_that_is_named_exists():
    """Also in comments and pages, which people copy from."""
    settings = {f"SAEBYEOK_{name.upper()}" for name in Settings.model_fields}
    pages = [*DEPLOY.rglob("*"), CHECKOUT / "docs" / "security.md"]
    for path in pages:
        if path.is_file() and "__pycache__" not in path.parts:
            named = set(re.findall(r"SAEBYEOK_[A-Z_]+", path.read_text(encoding="utf-8")))
            assert named <= settings, path


def test_values_that_are_set_can_be_used(tmp_path, monkeypatch):
    """As the settings read them, with what compose fills in where nothing is set."""
    for place, environment in environments().items():
        for name, value in environment.items():
            if name.startswith("SAEBYEOK_") and value is not None and not place.startswith("secret"):
                filled = re.sub(r"\$\{\w+:-(.*?)\}", r"\1", str(value))
                monkeypatch.setenv(name, re.sub(r"\$\{\w+:\?.*?\}", "password", filled))
        Settings(home=tmp_path)


def test_compose_runs_each_process_of_the_procfile_once(procfile):
    commands = [words_of(service["command"]) for service in ours().values()]
    assert sorted(command[1] for command in commands if command[0] == "run") == sorted(procfile)
    assert [command for command in commands if command[0] != "run"] == [["prepare"], ["worker"]]
    for name, service in ours().items():
        assert service["image"] == "saebyeok"
        assert "deploy" not in service, f"{name} may not be replicated"
        assert name == "prepare" or service["depends_on"]["prepare"] == {
            "condition": "service_completed_successfully"
        }


def test_compose_answers_to_this_machine_alone_at_the_ports_of_the_settings(tmp_path):
    settings = Settings(home=tmp_path)
    published = {name: service["ports"] for name, service in ours().items() if "ports" in service}
    ports = {
        "dagster": settings.dagster_port,
        "mlflow": settings.mlflow_port,
        "console": settings.console_port,
    }
    assert published == {name: [f"127.0.0.1:{port}:{port}"] for name, port in ports.items()}
    code = ours()["code"]
    assert code["healthcheck"]["test"][-1] == code["environment"]["SAEBYEOK_CODE_PORT"]
    assert code["environment"]["SAEBYEOK_CODE_HOST"] == "code"
    assert code["environment"]["SAEBYEOK_MLFLOW_URL"] == f"http://mlflow:{settings.mlflow_port}"


def test_workers_and_runs_of_compose_speak_through_its_broker():
    broker, worker = compose()["services"]["rabbitmq"], ours()["worker"]
    assert worker["profiles"] == broker["profiles"]
    url = urlsplit(
        ours()["code"]["environment"]["SAEBYEOK_CELERY_BROKER"].replace("${RABBITMQ_PASSWORD:-}", "x")
    )
    assert url.hostname == broker["hostname"] == "rabbitmq"
    assert url.username == broker["environment"]["RABBITMQ_DEFAULT_USER"]
    assert worker["environment"] == ours()["code"]["environment"]


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


def test_the_databases_compose_makes_are_those_the_settings_name(tmp_path):
    url = ours()["code"]["environment"]["SAEBYEOK_DATABASE_URL"]
    settings = Settings(home=tmp_path, database_url=re.sub(r"\$\{.*?\}", "password", url))
    made = re.findall(r"CREATE DATABASE (\w+);", (DEPLOY / "postgres.sql").read_text())
    named = [settings.dagster_database_url, settings.mlflow_database_url]
    assert made == [one.rpartition("/")[2] for one in named]
    assert (
        settings.database_url.rpartition("/")[2]
        == compose()["services"]["postgres"]["environment"]["POSTGRES_DB"]
    )


def test_the_proxy_gets_the_variables_its_file_asks_for():
    asked = set(re.findall(r"\{\$(\w+)", (DEPLOY / "proxy" / "Caddyfile").read_text()))
    assert asked == set(compose()["services"]["proxy"]["environment"])


def test_commands_are_ones_of_the_command_line():
    service = re.search(
        r"^ExecStart=\S+/saebyeok (\S+)$", (DEPLOY / "saebyeok.service").read_text(), re.MULTILINE
    )
    image = re.search(r'^CMD \["saebyeok", "(\S+)"\]$', (DEPLOY / "Dockerfile").read_text(), re.MULTILINE)
    used = {
        service[1],
        image[1],
        *(words_of(one["command"])[0] for one in ours().values()),
        *(words_of(one["args"])[0] for one in containers()),
    }
    assert used <= set(main.list_commands(click.Context(main)))


def test_the_image_starts_whatever_program_it_is_told_to():
    """Dagster's chart and its run launcher give `dagster api …` as arguments, and no command of their own."""
    (entry,) = re.findall(r"^ENTRYPOINT (.*)$", (DEPLOY / "Dockerfile").read_text(), re.MULTILINE)
    assert json.loads(entry) == ["tini", "--"]


def test_every_setting_that_is_written_into_the_env_file_of_compose_is_heard():
    """The page says that all of docs/settings.md may stand there, not only those compose itself names."""
    for name, service in ours().items():
        assert {"path": ".env", "required": False} in service["env_file"], name


def test_the_image_holds_what_is_installed_and_run():
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())
    packages = [name.rstrip("*") for name in project["tool"]["setuptools"]["packages"]["find"]["include"]]
    let_in = re.findall(r"^!(\S+)$", (DEPLOY / "Dockerfile.dockerignore").read_text(), re.MULTILINE)
    needed = {*packages, "pyproject.toml", "constraints.txt"}
    assert needed <= set(let_in)
    assert all((CHECKOUT / name).exists() for name in let_in)
    dockerfile = (DEPLOY / "Dockerfile").read_text()
    (extras,) = re.findall(r"'\.\[(.*?)\]'", dockerfile)
    assert set(extras.split(",")) <= set(project["project"]["optional-dependencies"])
    assert re.findall(r"^USER (\S+)$", dockerfile, re.MULTILINE) == ["10001:10001"]


def test_the_image_is_made_from_the_wheel_without_a_checkout():
    """The last stage copies the environment alone, into which only the wheel brings our code."""
    stages = re.split(r"^FROM ", (DEPLOY / "Dockerfile").read_text(), flags=re.MULTILINE)[1:]
    assert re.findall(r"^COPY (.*)$", stages[-1], re.MULTILINE) == ["--from=environment /opt/venv /opt/venv"]
    assert "pip install --no-deps /wheels/*.whl" in stages[1]
    assert "--editable" not in stages[1] and "PYTHONPATH" not in stages[-1]


def test_the_constraints_hold_the_versions_of_every_named_package():
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())
    named = [
        *project["project"]["dependencies"],
        *(name for extra in project["project"]["optional-dependencies"].values() for name in extra),
        *(name for group in project["dependency-groups"].values() for name in group),
    ]
    lines = (CHECKOUT / "constraints.txt").read_text().split()
    pinned = {re.sub(r"[-_.]+", "-", line.partition("==")[0]).lower() for line in lines}
    wanted = {re.sub(r"[-_.]+", "-", re.split(r"[\[>=<]", name)[0]).lower() for name in named}
    # Left to the environment's own installer, and to this checkout.
    assert wanted - pinned <= {"saebyeok", "setuptools"}


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


def test_secrets_are_named_and_never_written_beside_what_uses_them(values):
    secret = re.compile(r"PASSWORD|SECRET|_KEY|DATABASE_URL")
    for place, environment in environments().items():
        if place.startswith(("pod", "chart", "service")):
            written = [name for name, value in environment.items() if value is not None]
            assert not [name for name in written if secret.search(name)], place
    named = {one["metadata"]["name"] for one in manifests("Secret")}
    used = {source["secretRef"]["name"] for one in containers() for source in one["envFrom"]}
    used |= {one["name"] for one in values["dagsterDaemon"]["envSecrets"]} | {
        values["global"]["postgresqlSecretName"]
    }
    assert used == named


def test_nothing_runs_as_root_or_may_become_it():
    for one in [*manifests("Deployment"), *manifests("Job")]:
        spec = one["spec"]["template"]["spec"]
        assert spec["securityContext"]["runAsNonRoot"]
        assert not spec["automountServiceAccountToken"]
        for container in spec["containers"]:
            assert not container["securityContext"]["allowPrivilegeEscalation"]
            assert container["securityContext"]["capabilities"] == {"drop": ["ALL"]}
    for name, service in ours().items():
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name


def test_the_security_page_names_tests_there_are():
    page = (CHECKOUT / "docs" / "security.md").read_text(encoding="utf-8")
    tests = [*(CHECKOUT / "tests").rglob("test_*.py")]
    files = set(re.findall(r"(test_\w+\.py)", page))
    named = set(re.findall(r"\b(test_\w+)\b(?!\.py)", page))
    assert len(named) > 30
    assert files <= {path.name for path in tests}
    everything = "\n".join(path.read_text(encoding="utf-8") for path in tests)
    assert [name for name in sorted(named) if f"def {name}(" not in everything] == []
