"""What a network's evaluation costs beside other work, by how OpenMP's threads wait for each other.

    python -m benchmarks.waiting_threads [--lines 300] [--neighbours 2]

The part of the recogniser that a night trains reads made lines, as each validation does, with one thread for each core: alone, and beside
processes that compute without pause. Prints JSON: seconds of the clock and of processors, without `OMP_WAIT_POLICY` and as
`saebyeok up` sets it.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import numpy as np

POLICIES = ("", "PASSIVE")


def main() -> None:
    """Run it; with `--evaluate`, the child's part."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lines", type=int, default=300)
    parser.add_argument("--neighbours", type=int, default=2)
    parser.add_argument("--evaluate", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.evaluate:
        print(json.dumps(_evaluate(options.lines)))
        return
    found = {
        policy or "unset": {
            f"beside {neighbours} busy processes": _measured(policy, neighbours, options.lines)
            for neighbours in (0, options.neighbours)
        }
        for policy in POLICIES
    }
    print(json.dumps({"benchmark": "waiting_threads", "lines": options.lines, **found}, indent=1))


def _measured(policy: str, neighbours: int, lines: int) -> dict[str, float]:
    environment = {name: value for name, value in os.environ.items() if name != "OMP_WAIT_POLICY"}
    environment |= {"OMP_NUM_THREADS": str(os.cpu_count())} | ({"OMP_WAIT_POLICY": policy} if policy else {})
    command: Sequence[str] = [sys.executable, "-m", __spec__.name, "--evaluate", "--lines", str(lines)]
    with _busy(neighbours):
        done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


@contextmanager
def _busy(count: int) -> Iterator[None]:
    workers = [multiprocessing.Process(target=_spin, daemon=True) for _ in range(count)]
    for worker in workers:
        worker.start()
    yield
    for worker in workers:
        worker.kill()


def _spin() -> None:
    numbers = np.ones(100_000)
    while True:
        np.sort(numbers)


def _evaluate(lines: int) -> dict[str, float]:
    from ocr_lib.networks.architecture import build
    from ocr_lib.networks.files import shipped_network
    from ocr_lib.training.frames import Head, extract_features, head_error
    from ocr_lib.training.replay import replay_faces, replay_lines
    from ocr_lib.training.samples import to_samples

    base = shipped_network()
    network = build(base.charset)
    network.load_state_dict(base.state())
    made = replay_lines(base.charset, 1, replay_faces()[1]).lines(0, lines)
    features = extract_features(network, to_samples([(line.image, line.text) for line in made]))
    head = Head(network).eval()
    clock, processors = time.monotonic(), time.process_time()
    head_error(head, features, base.charset)
    return {
        "seconds": round(time.monotonic() - clock, 2),
        "processor_seconds": round(time.process_time() - processors, 2),
    }


if __name__ == "__main__":
    main()
