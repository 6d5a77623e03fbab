"""What the serving process imports, and when."""

from __future__ import annotations

import subprocess
import sys
import threading

from serving.library_loading import Once


def test_what_is_needed_after_a_profile_is_not_imported_before():
    code = (
        "import sys, orchestration.runtime.serving_server;"
        "from serving.library_loading import load_first, load_later;"
        "seen = lambda: [name for name in ('pandas', 'scipy', 'sklearn', 'skops') if name in sys.modules];"
        "load_first(); print(seen()); load_later(); print(seen())"
    )
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == ["['pandas']", "['pandas', 'scipy', 'sklearn', 'skops']"]


def test_a_function_runs_once_however_often_it_is_asked_for():
    runs, finished = [], threading.Event()

    def run():
        runs.append(threading.current_thread())
        finished.set()

    once = Once(run)
    for _ in range(5):
        once()
    assert finished.wait(30)
    runs[0].join(30)
    assert len(runs) == 1
    assert runs[0] is not threading.main_thread()
