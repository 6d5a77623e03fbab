"""A PostgreSQL cluster of the tests' own, which can also be killed and started again."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

UNPRIVILEGED = 65534  # the user id without rights on Linux
PROGRAMS = (Path("/usr/lib/postgresql/15/bin"), *map(Path, os.environ.get("PATH", "").split(":")))


@dataclass(frozen=True)
class Cluster:
    """A cluster in `folder`, on `port` of this machine."""

    folder: Path
    port: int
    programs: Path

    @property
    def url(self) -> str:
        return f"postgresql+psycopg2://saebyeok@127.0.0.1:{self.port}/postgres"

    @classmethod
    def create(cls) -> Cluster:
        """A new, stopped cluster on a free port. Skips the test where PostgreSQL isn't on this machine."""
        programs = next((folder for folder in PROGRAMS if (folder / "initdb").exists()), None)
        if programs is None:
            pytest.skip("PostgreSQL's initdb is not on this machine")
        # Not below pytest's own folder: another session starting closes that to all but its owner.
        folder = Path(tempfile.mkdtemp(prefix="saebyeok-postgresql-"))
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        # PostgreSQL refuses to run as root; its user may then need to reach the folder from above.
        if os.geteuid() == 0:
            for parent in (folder, *folder.parents):
                if parent.stat().st_uid == 0 and not parent.stat().st_mode & 0o001:
                    parent.chmod(parent.stat().st_mode | 0o011)
            shutil.chown(folder, UNPRIVILEGED)
        cluster = cls(folder, port, programs)
        cluster._run("initdb", "-D", "data", "-U", "saebyeok", "--auth=trust", "-E", "UTF8", "--no-sync")
        return cluster

    def start(self) -> None:
        """Start it and wait until it answers; also after `kill`, when it recovers first."""
        options = (
            f"-c listen_addresses=127.0.0.1 -c port={self.port} "
            f"-c unix_socket_directories={self.folder} -c fsync=off"
        )
        self._run(
            "pg_ctl", "-s", "-t", "180", "-D", "data", "-w", "-o", options, "-l", "log", "start", quiet=False
        )

    def stop(self) -> None:
        """Stop it at once, if it runs."""
        if (self.folder / "data" / "postmaster.pid").exists():
            self._run("pg_ctl", "-t", "180", "-D", "data", "-m", "immediate", "stop")

    def remove(self) -> None:
        shutil.rmtree(self.folder)

    def kill(self) -> None:
        """kill -9 of the postmaster; its backends end when they notice."""
        postmaster = self._postmaster()
        family = [postmaster, *postmaster.children()]
        postmaster.send_signal(signal.SIGKILL)
        psutil.wait_procs(family, timeout=60)

    def kill_backend(self) -> bool:
        """kill -9 of one process that serves a client, after which the postmaster throws all out; whether there was one."""
        for process in self._postmaster().children():
            if "127.0.0.1" in " ".join(process.cmdline()):
                process.send_signal(signal.SIGKILL)
                return True
        return False

    def _postmaster(self) -> psutil.Process:
        pid = (self.folder / "data" / "postmaster.pid").read_text().splitlines()[0]
        return psutil.Process(int(pid))

    def _run(self, program: str, *words: str, quiet: bool = True) -> None:
        as_user = (
            ["setpriv", f"--reuid={UNPRIVILEGED}", "--regid=nogroup", "--clear-groups"]
            if os.geteuid() == 0
            else []
        )
        # A server that is started keeps the pipes it inherits, and their reader waits for its end.
        subprocess.run(
            [*as_user, self.programs / program, *words],
            check=True,
            cwd=self.folder,
            capture_output=quiet,
            text=True,
        )
