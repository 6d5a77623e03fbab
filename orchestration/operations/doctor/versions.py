"""What `saebyeok doctor` looks at of the installation: Python, and the packages the project was tested with and needs."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, requires, version
from importlib.resources import files

from packaging.requirements import Requirement

from orchestration.operations.doctor.findings import Finding
from orchestration.operations.doctor.packages import REMEDY

SHOWN = 5


def check_versions(constraints: str | None = None, needed: Sequence[str] | None = None) -> Finding:
    """Check that installed packages have the tested versions and that none is missing; pip checks Python's version.

    Args:
        constraints: lines `NAME==VERSION`; by default the packaged `constraints.txt`.
        needed: requirements; by default those of the installed package.
    """
    if constraints is None:
        constraints = (files("orchestration.runtime") / "constraints.txt").read_text(encoding="utf-8")
    if needed is None:
        needed = requires("saebyeok") or []
    other = []
    for line in constraints.splitlines():
        name, _, wanted = line.strip().partition("==")
        if not wanted or name.startswith("#"):
            continue
        found = _installed(name)
        if found is not None and found.split("+")[0] != wanted.split("+")[0]:
            other.append(f"{name} {found} (tested: {wanted})")
    names = [one.name for one in map(Requirement, needed) if one.marker is None or one.marker.evaluate()]
    other += [f"{name} is not installed" for name in names if _installed(name) is None]
    if other:
        return Finding("versions", False, "; ".join(other[:SHOWN]), REMEDY)
    told = f"Python {sys.version.split()[0]}, dagster {version('dagster')}, mlflow {version('mlflow')}"
    return Finding("versions", True, told)


def _installed(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
