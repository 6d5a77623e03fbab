"""Several hosts on one machine, for measuring and testing workers: network namespaces, PostgreSQL and RabbitMQ of their own.

Each host is a namespace with a cable (veth pair) to this machine, which all of them know as ADDRESS. Needs root,
iproute2, and Debian's postgresql and rabbitmq-server. Everything is taken away again.
"""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from orchestration.runtime.ports import answers, free_port

ADDRESS = "10.213.0.1"
"""This machine, as every host reaches it."""
UNPRIVILEGED = 65534  # the user id without rights on Linux
POSTGRESQL = Path("/usr/lib/postgresql/15/bin")
RABBITMQ = Path("/usr/lib/rabbitmq/bin/rabbitmq-server")
START_SECONDS = 180


def why_not() -> str | None:
    """Why this machine can't be several, if it can't."""
    if os.geteuid() != 0:
        return "network namespaces need root"
    for program in (POSTGRESQL / "initdb", RABBITMQ):
        if not program.exists():
            return f"there is no {program} (Debian: apt-get install postgresql rabbitmq-server)"
    if shutil.which("ip") is None:
        return "there is no ip (Debian: apt-get install iproute2)"
    name = f"sb-probe-{os.getpid()}"
    probe = subprocess.run(["ip", "netns", "add", name], capture_output=True, text=True, check=False)
    if probe.returncode:
        return f"no network namespaces here: {probe.stderr.strip()}"
    _run("ip", "netns", "delete", name)
    return None


@contextmanager
def hosts(number: int) -> Iterator[list[str]]:
    """Namespaces that reach this machine at ADDRESS, and each other through it not at all."""
    names = [f"sb-host-{one}" for one in range(1, number + 1)]
    _run("ip", "address", "replace", f"{ADDRESS}/32", "dev", "lo")
    made: list[str] = []
    for name in names:  # of a process that was killed before it could
        subprocess.run(["ip", "netns", "delete", name], capture_output=True, check=False)
    try:
        for one, name in enumerate(names, start=1):
            _run("ip", "netns", "add", name)
            made.append(name)
            _run("ip", "link", "add", f"sb-{one}", "type", "veth", "peer", "name", "eth0", "netns", name)
            _run("ip", "address", "add", f"10.213.{one}.1/24", "dev", f"sb-{one}")
            _run("ip", "link", "set", f"sb-{one}", "up")
            _run("ip", "-n", name, "address", "add", f"10.213.{one}.2/24", "dev", "eth0")
            _run("ip", "-n", name, "link", "set", "lo", "up")
            _run("ip", "-n", name, "link", "set", "eth0", "up")
            _run("ip", "-n", name, "route", "add", "default", "via", f"10.213.{one}.1")
        yield names
    finally:
        for name in made:
            _run("ip", "netns", "delete", name)
        _run("ip", "address", "delete", f"{ADDRESS}/32", "dev", "lo")


@contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """A cluster that answers the hosts; the URL of records in it, whose databases are to be made."""
    port = free_port()
    folder.mkdir()
    shutil.chown(folder, UNPRIVILEGED)
    unprivileged = ["setpriv", f"--reuid={UNPRIVILEGED}", "--regid=nogroup", "--clear-groups"]
    data = folder / "data"
    _run(
        *unprivileged,
        str(POSTGRESQL / "initdb"),
        "-D",
        str(data),
        "-U",
        "saebyeok",
        "--auth=trust",
        "-E",
        "UTF8",
        "--no-sync",
    )
    with (data / "pg_hba.conf").open("a") as rules:
        rules.write("host all all 10.213.0.0/16 trust\n")
    options = (
        f"-c listen_addresses='*' -c port={port} -c unix_socket_directories={folder} -c max_connections=200"
    )
    control = [*unprivileged, str(POSTGRESQL / "pg_ctl"), "-t", str(START_SECONDS), "-D", str(data)]
    log = (folder / "log").open("wb")
    subprocess.run([*control, "-w", "-o", options, "start"], check=True, cwd=folder, stdout=log, stderr=log)
    try:
        yield f"postgresql+psycopg2://saebyeok@{ADDRESS}:{port}/saebyeok"
    finally:
        # What ended a measurement may have been the end of the server.
        subprocess.run([*control, "-m", "immediate", "stop"], capture_output=True, check=False, cwd=folder)
        log.close()


@contextmanager
def rabbitmq(folder: Path) -> Iterator[str]:
    """A broker that answers the hosts; its URL."""
    port, names_port, password = free_port(), free_port(), secrets.token_hex(12)
    folder.mkdir()
    (folder / "plugins").write_text("[].")
    (folder / "rabbitmq.conf").write_text(
        f"listeners.tcp.default = 0.0.0.0:{port}\n"
        f"default_user = saebyeok\ndefault_pass = {password}\n"
        # Longer than any step; see docs/workers.md.
        "consumer_timeout = 90000000\n"
    )
    environment = {
        **os.environ,
        "HOME": str(folder),
        "ERL_EPMD_PORT": str(names_port),
        "RABBITMQ_NODENAME": f"saebyeok-{port}@localhost",
        "RABBITMQ_DIST_PORT": str(free_port()),
        "RABBITMQ_CONFIG_FILE": str(folder / "rabbitmq"),
        "RABBITMQ_ENABLED_PLUGINS_FILE": str(folder / "plugins"),
        "RABBITMQ_MNESIA_BASE": str(folder / "data"),
        "RABBITMQ_LOG_BASE": str(folder / "logs"),
        "RABBITMQ_CONF_ENV_FILE": "/dev/null",
    }
    with (folder / "output").open("wb") as output:
        server = subprocess.Popen([RABBITMQ], env=environment, stdout=output, stderr=output, cwd=folder)
    try:
        end = time.monotonic() + START_SECONDS
        while not answers("127.0.0.1", port):
            if server.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"RabbitMQ does not come up: {(folder / 'output').read_text()[-2000:]}")
            time.sleep(0.5)
        yield f"amqp://saebyeok:{password}@{ADDRESS}:{port}//"
    finally:
        server.terminate()
        server.wait(60)
        # Erlang's name server, which the broker started and leaves behind.
        subprocess.run(["epmd", "-kill"], env=environment, capture_output=True, check=False)


@contextmanager
def worker(
    host: str, name: str, core: int, environment: Mapping[str, str], log: Path, *, before: Sequence[str] = ()
) -> Iterator[subprocess.Popen[bytes]]:
    """`saebyeok worker` on a host and a core of its own, from when it takes steps.

    Args:
        before: words before its command, such as a priority or a limit.
    """
    command = [
        *before,  # first: the host has a /sys of its own
        *("ip", "netns", "exec", host, "taskset", "--cpu-list", str(core)),
        *(sys.executable, "-m", "orchestration", "worker", "--name", name, "--threads", "1"),
    ]
    with log.open("wb") as output:
        # A session of its own, so that a test can kill all of it at once.
        process = subprocess.Popen(
            command, env=environment, stdout=output, stderr=output, start_new_session=True
        )
    try:
        end = time.monotonic() + START_SECONDS
        while f"{name}@" not in (said := log.read_text(errors="replace")) or " ready." not in said:
            if process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"the worker does not come up: {said[-2000:]}")
            time.sleep(0.5)
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(60)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _run(*words: str) -> None:
    subprocess.run(words, check=True, capture_output=True)
