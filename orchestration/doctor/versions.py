"""What `saebyeok doctor` looks at of the installation: Python, and the packages the project was tested with and needs."""

from __future__ import annotations

import re
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from orchestration.doctor.findings import Finding
from orchestration.doctor.packages import REMEDY
from orchestration.home import CHECKOUT

SHOWN = 5


def check_versions(
    constraints: Path = CHECKOUT / "constraints.txt", project: Path = CHECKOUT / "pyproject.toml"
) -> Finding:
    """Installed packages are those of `constraints.txt`, and none is missing; pip sees to the version of Python."""
    other = []
    for line in constraints.read_text(encoding="utf-8").splitlines():
        name, _, wanted = line.strip().partition("==")
        if not wanted or name.startswith("#"):
            continue
        found = _installed(name)
        if found is not None and found.split("+")[0] != wanted.split("+")[0]:
            other.append(f"{name} {found} (tested: {wanted})")
    needed = tomllib.loads(project.read_text(encoding="utf-8"))["project"]["dependencies"]
    names = [re.split(r"[\[<>=!~; ]", line)[0] for line in needed]
    other += [f"{name} is not installed" for name in names if _installed(name) is None]
    if other:
        return Finding("versions", False, "; ".join(other[:SHOWN]), *REMEDY)
    told = f"Python {sys.version.split()[0]}, dagster {version('dagster')}, mlflow {version('mlflow')}"
    return Finding("versions", True, told)


def _installed(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
