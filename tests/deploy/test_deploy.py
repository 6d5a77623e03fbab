"""What stands in deploy/ agrees with what it deploys: settings, the Procfile, dagster.yaml, the packages."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import click

from orchestration.cli import main
from orchestration.runtime.home import process_environment
from orchestration.settings import Settings
from tests.deploy.deployment_files import (
    CHECKOUT,
    DEPLOY,
    KUBERNETES,
    compose,
    containers,
    documents,
    manifests,
    ours,
    procfile,
    values,
    words_of,
)

__all__ = ["procfile", "values"]

FOREIGN = {
    # PostgreSQL's image, botocore, Python and every program.
    *("POSTGRES_USER", "POSTGRES_DB", "POSTGRES_PASSWORD"),
    # RabbitMQ's, and the chart's own for a worker that joins it.
    *("RABBITMQ_PASSWORD", "RABBITMQ_DEFAULT_USER", "RABBITMQ_DEFAULT_PASS", "DAGSTER_PG_PASSWORD"),
    *("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"),
    *("HOME", "PYTHONUNBUFFERED"),
}


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


def test_every_setting_that_is_written_into_the_env_file_of_compose_is_heard():
    """The page says that all of docs/settings.md may stand there, not only those compose itself names."""
    for name, service in ours().items():
        assert {"path": ".env", "required": False} in service["env_file"], name


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


def test_the_security_page_names_tests_there_are():
    page = (CHECKOUT / "docs" / "security.md").read_text(encoding="utf-8")
    tests = [*(CHECKOUT / "tests").rglob("test_*.py")]
    files = set(re.findall(r"(test_\w+\.py)", page))
    named = set(re.findall(r"\b(test_\w+)\b(?!\.py)", page))
    assert len(named) > 30
    assert files <= {path.name for path in tests}
    everything = "\n".join(path.read_text(encoding="utf-8") for path in tests)
    assert [name for name in sorted(named) if f"def {name}(" not in everything] == []
