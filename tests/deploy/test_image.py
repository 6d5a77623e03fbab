"""The container image is made of the wheel and runs as no root."""

from __future__ import annotations

import json
import re
import tomllib

from tests.deploy.deployment_files import CHECKOUT, DEPLOY, manifests, ours


def test_the_image_starts_whatever_program_it_is_told_to():
    """Dagster's chart and its run launcher give `dagster api …` as arguments, and no command of their own."""
    (entry,) = re.findall(r"^ENTRYPOINT (.*)$", (DEPLOY / "Dockerfile").read_text(), re.MULTILINE)
    assert json.loads(entry) == ["tini", "--"]


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
