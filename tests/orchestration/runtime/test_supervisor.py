"""The keeper of processes, with small real ones."""

from __future__ import annotations

import sys
import time

import psutil
import pytest

from orchestration.runtime.ports import free_port
from orchestration.runtime.supervisor import Supervisor, read_procfile


def make(tmp_path, script, said):
    (tmp_path / "logs").mkdir(exist_ok=True)
    return Supervisor(
        commands={"worker": [sys.executable, "-c", script]},
        environment={},
        logs=tmp_path / "logs",
        working_directory=tmp_path,
        on_progress=said.append,
    )


def wait_until(condition):
    end = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.05)


def pid_of(supervisor):
    return supervisor._watched[0].process.pid


def test_a_process_that_dies_is_said_and_started_again(tmp_path):
    said = []
    supervisor = make(tmp_path, "import time; print('hello', flush=True); time.sleep(60)", said)
    supervisor.start()
    first = pid_of(supervisor)
    wait_until(lambda: "hello" in supervisor.tail("worker"))
    psutil.Process(first).kill()
    wait_until(lambda: not supervisor.running("worker"))
    supervisor.watch_once()
    assert "worker" in said[0].en
    assert "hello" in said[0].en
    wait_until(lambda: supervisor.watch_once() or supervisor.running("worker"))
    assert pid_of(supervisor) != first
    supervisor.stop()
    assert not supervisor.running("worker")


def test_lines_of_an_earlier_start_are_not_given_as_the_reason(tmp_path):
    (tmp_path / "logs").mkdir()
    (tmp_path / "logs" / "worker.log").write_text("an old line\n")
    said = []
    supervisor = make(tmp_path, "print('new')", said)
    supervisor.start()
    wait_until(lambda: supervisor.watch_once() or said)
    assert "new" in said[0].en
    assert "an old line" not in said[0].en
    supervisor.stop()


def test_a_child_that_holds_the_port_of_a_killed_parent_is_ended_and_other_children_are_not(tmp_path):
    # The port stays the same for every start; the children inherit it, or not.
    script = (
        "import os, socket, subprocess, sys, time\n"
        "place = sys.argv[1]\n"
        "port = socket.socket(); port.bind(('127.0.0.1', int(open(place).read()))); port.listen()\n"
        "start = lambda **o: subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'], **o)\n"
        "holder, other = start(pass_fds=[port.fileno()]), start()\n"
        "print(holder.pid, other.pid, flush=True); time.sleep(600)"
    )
    (tmp_path / "port").write_text(str(free_port()))
    supervisor = make(tmp_path, script, [])
    supervisor.commands = {"worker": [*supervisor.commands["worker"], str(tmp_path / "port")]}
    supervisor.start()
    wait_until(lambda: len(supervisor.tail("worker").split()) == 2)
    holder, other = map(psutil.Process, map(int, supervisor.tail("worker").split()))
    psutil.Process(pid_of(supervisor)).kill()
    wait_until(lambda: supervisor.watch_once() or len(supervisor.tail("worker").split()) == 4)
    assert not holder.is_running() or holder.status() == "zombie"
    assert other.is_running()
    supervisor.stop()


def test_stopping_ends_what_the_processes_started_too(tmp_path):
    script = (
        "import subprocess, sys, time; "
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)']); "
        "print(child.pid, flush=True); time.sleep(600)"
    )
    supervisor = make(tmp_path, script, [])
    supervisor.start()
    wait_until(lambda: supervisor.tail("worker").strip().isdigit())
    grandchild = int(supervisor.tail("worker"))
    supervisor.stop()
    wait_until(lambda: not psutil.pid_exists(grandchild) or psutil.Process(grandchild).status() == "zombie")


def test_stopping_ends_a_run_whose_parent_was_killed(tmp_path):
    script = (
        "import os, subprocess, sys, time; "
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'],"
        " start_new_session=True); print(child.pid, flush=True); time.sleep(600)"
    )
    supervisor = make(tmp_path, script, [])
    supervisor.start()
    wait_until(lambda: supervisor.tail("worker").strip().isdigit())
    orphan = psutil.Process(int(supervisor.tail("worker")))
    psutil.Process(pid_of(supervisor)).kill()
    wait_until(lambda: not supervisor.running("worker"))
    assert orphan.is_running()
    supervisor.stop()
    wait_until(lambda: not orphan.is_running() or orphan.status() == "zombie")


def test_what_a_killed_supervisor_left_behind_is_ended_first(tmp_path):
    first = make(tmp_path, "import time; print('here', flush=True); time.sleep(600)", [])
    first.start()
    # For an instant while a program is being loaded, the kernel shows its environment as empty.
    wait_until(lambda: "here" in first.tail("worker"))
    left = psutil.Process(pid_of(first))
    second = make(tmp_path, "import time; time.sleep(600)", [])
    second.start()
    wait_until(lambda: not left.is_running() or left.status() == "zombie")
    second.stop()
    first.stop()


def test_a_procfile_is_read_with_its_variables(tmp_path):
    procfile = tmp_path / "Procfile"
    procfile.write_text("# comment\n\nweb: python -m server --port $PORT --name 'a b'\n")
    assert read_procfile(procfile, {"PORT": "80"}) == {
        "web": [sys.executable, "-m", "server", "--port", "80", "--name", "a b"]
    }


def test_an_unknown_variable_is_an_error_not_an_empty_word(tmp_path):
    procfile = tmp_path / "Procfile"
    procfile.write_text("web: run --port $PORT\n")
    with pytest.raises(KeyError, match="PORT"):
        read_procfile(procfile, {})
