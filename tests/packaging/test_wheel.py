"""The wheel holds everything the product needs, and works in an environment without the checkout."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import sysconfig
import time
import tomllib
import urllib.request
import zipfile
from pathlib import Path

import pytest

from orchestration.runtime.ports import free_port

pytestmark = pytest.mark.slow
CHECKOUT = Path(__file__).resolve().parents[2]
NOT_COPIED = (".*", "__pycache__", "*.egg-info", "build", "docs")
NOT_INSTALLED = {"README.md", "deploy", "fuzz", "tests", "benchmarks"}
START_SECONDS = 180.0


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel of a copy of the checkout, since building leaves files beside the code."""
    source = tmp_path_factory.mktemp("wheel") / "source"
    shutil.copytree(CHECKOUT, source, symlinks=True, ignore=shutil.ignore_patterns(*NOT_COPIED))
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    subprocess.run([*command, "--no-index", "--wheel-dir", source.parent, source], check=True)
    (built,) = source.parent.glob("*.whl")
    return built


class Installed:
    """An environment with the wheel, which sees the packages of this one but no checkout."""

    def __init__(self, folder: Path, cache: Path, wheel: Path) -> None:
        self.bin = folder / "venv" / "bin"
        self.empty = folder / "empty"
        self.empty.mkdir()
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder / "venv"], check=True)
        pip = [sys.executable, "-m", "pip", "--python", self.bin / "python", "install", "--quiet"]
        subprocess.run([*pip, "--no-deps", "--no-index", wheel], check=True)
        (site,) = folder.glob("venv/lib/*/site-packages")
        # A folder named in a .pth file is searched, and .pth files in it, an editable install's, are not read.
        (site / "packages.pth").write_text(sysconfig.get_paths()["purelib"] + "\n")
        foreign = ("SAEBYEOK_", "PYTHONPATH", "VIRTUAL_ENV")
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(foreign)},
            "PATH": f"{self.bin}{os.pathsep}{os.environ['PATH']}",
            "SAEBYEOK_CACHE": str(cache),
            "PYTHONUNBUFFERED": "1",
        }

    def run(self, *command: str | Path) -> str:
        """What a command prints, run in an empty folder."""
        done = subprocess.run(
            [self.bin / command[0], *command[1:]],
            cwd=self.empty,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


@pytest.fixture(scope="module")
def installed(tmp_path_factory, machine_cache, wheel):
    return Installed(tmp_path_factory.mktemp("installed"), machine_cache, wheel)


def test_the_wheel_holds_every_file_of_its_packages_and_no_other(wheel):
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())
    packages = [name.rstrip("*") for name in project["tool"]["setuptools"]["packages"]["find"]["include"]]
    tracked = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", *packages],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=True,
    )
    expected = {name for name in tracked.stdout.split("\0") if name and (CHECKOUT / name).exists()}
    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if ".dist-info/" not in name}
    # Of the message catalogues the compiled form is installed.
    catalogues = {name for name in expected if name.endswith(".po")}
    expected = expected - catalogues | {name.removesuffix("po") + "mo" for name in catalogues}
    assert held == {name for name in expected if Path(name).name not in NOT_INSTALLED}
    assert not {Path(name).parts[0] for name in held} & NOT_INSTALLED


def test_the_package_is_imported_from_the_environment(installed):
    where = installed.run("python", "-c", "import orchestration; print(orchestration.__file__)")
    assert Path(where.strip()).is_relative_to(installed.bin.parent)


def test_the_version_is_printed(installed):
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["project"]
    assert project["version"] in installed.run("saebyeok", "--version")


def test_a_table_is_profiled(installed):
    assert "Region" in installed.run("saebyeok", "automl", "profile", CHECKOUT / "samples" / "wholesale.csv")


def test_a_page_is_read(installed):
    assert "Hanbit Trading" in installed.run(
        "saebyeok", "ocr", "read", CHECKOUT / "samples" / "ocr" / "quotation.png"
    )


def test_the_servers_start_and_the_console_answers(installed):
    port = free_port()
    environment = {
        **installed.environment,
        "SAEBYEOK_HOME": str(installed.empty / "home"),
        "SAEBYEOK_CONSOLE_PORT": str(port),
        "SAEBYEOK_DAGSTER_PORT": str(free_port()),
        "SAEBYEOK_MLFLOW_PORT": str(free_port()),
    }
    log = installed.empty / "up.log"
    with log.open("wb") as output:
        up = subprocess.Popen(
            [installed.bin / "saebyeok", "up"],
            cwd=installed.empty,
            env=environment,
            stdout=output,
            stderr=output,
        )
    try:
        end = time.monotonic() + START_SECONDS
        while "Ctrl-C" not in log.read_text(encoding="utf-8"):
            assert up.poll() is None, log.read_text(encoding="utf-8")
            assert time.monotonic() < end, log.read_text(encoding="utf-8")
            time.sleep(0.3)
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health") as answer:
            assert answer.read() == b"ok"
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/static/console.css") as answer:
            assert answer.status == 200
    finally:
        up.send_signal(signal.SIGINT)
        assert up.wait(60) == 0
