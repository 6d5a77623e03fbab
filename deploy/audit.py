"""`make audit`: what pip-audit knows of the installed packages, told so that silence is not taken for safety.

Exit codes: 0 all were looked up and nothing is known of them; 1 something is; 3 not all could be looked up.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

FINE, KNOWN, NOT_LOOKED_UP = 0, 1, 3
CANARY = "requests==2.31.0"
"""A release of which a vulnerability is known (CVE-2024-35195): an index that says nothing of it knows nothing."""
OWN = "saebyeok"


def verdict(report: Mapping[str, Any]) -> tuple[int, list[str]]:
    """The exit code and the lines to tell of a report in pip-audit's JSON."""
    known, skipped, asked = [], [], 0
    for package in report["dependencies"]:
        if package["name"] == OWN:
            continue
        asked += 1
        if "skip_reason" in package:
            skipped.append(package["name"])
        for found in package.get("vulns", []):
            mended = ", ".join(found["fix_versions"]) or "no release yet"
            known.append(f"{package['name']} {package['version']}: {found['id']}; mended in: {mended}")
    if known:
        return KNOWN, [*known, f"{len(known)} known vulnerabilities in {asked} packages"]
    if skipped or not asked:
        return NOT_LOOKED_UP, [
            f"{len(skipped)} of {asked} packages could not be looked up: {', '.join(skipped)}"
        ]
    return FINE, [f"nothing is known of the {asked} packages"]


def index_answers(report: Mapping[str, Any]) -> bool:
    """Whether the report of the canary shows that the index knows vulnerabilities at all."""
    return any(package.get("vulns") for package in report["dependencies"])


def ask(arguments: Sequence[str]) -> dict[str, Any] | None:
    """pip-audit's report; None where it gave none, having said why on standard error."""
    command = [sys.executable, "-m", "pip_audit", "--format", "json", "--progress-spinner", "off", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        report: dict[str, Any] = json.loads(done.stdout)
    except ValueError:
        sys.stderr.write("\n".join(done.stderr.splitlines()[-1:]) + "\n")
        return None
    return report


def main(python: str) -> int:
    with tempfile.TemporaryDirectory() as folder:
        canary = Path(folder) / "requirements.txt"
        canary.write_text(CANARY + "\n", encoding="utf-8")
        known = ask(["--requirement", str(canary), "--no-deps", "--disable-pip"])
    if known is None or not index_answers(known):
        sys.stderr.write(
            f"the vulnerability index can't be reached (it knows nothing even of {CANARY}), so nothing was "
            "checked; run this where it can\n"
        )
        return NOT_LOOKED_UP
    where = "import sysconfig; print(sysconfig.get_path('purelib'))"
    packages = subprocess.run(
        [python, "-c", where], capture_output=True, text=True, check=True
    ).stdout.strip()
    report = ask(["--path", packages])
    if report is None:
        return NOT_LOOKED_UP
    code, lines = verdict(report)
    sys.stdout.write("\n".join(lines) + "\n")
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
