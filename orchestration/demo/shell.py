"""Types `saebyeok …` commands as a person would, for the demo."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from domain.messages import Message
from domain.refusal import Refusal

LOOK_SECONDS = 3.0
"""Between two looks at the list, each of which is a process of its own and costs half a second of one core."""
OnProgress = Callable[[str | Message], None]


class DemoError(Refusal):
    """Which step went wrong, and why."""


@dataclass(frozen=True)
class Shell:
    """Types `saebyeok …` commands for one home."""

    environment: Mapping[str, str]
    on_progress: OnProgress

    def type(self, *words: str) -> None:
        """Run a command, showing it and what it prints. Raises DemoError where it fails."""
        self.on_progress(f"$ saebyeok {' '.join(words)}")
        self._run(words)

    def begin(self, *words: str) -> Typing:
        """Run a command beside the next ones; what it prints is shown by `Typing.end`."""
        self.on_progress(f"$ saebyeok {' '.join(words)} &")
        return Typing(
            self,
            words,
            subprocess.Popen(
                self._command(words),
                env=dict(self.environment),
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
            ),
        )

    def ask(self, *words: str) -> Any:
        """The JSON answer of a command, without showing it."""
        return json.loads(self._run([*words, "--format", "json"], pipe=subprocess.PIPE))

    def _run(self, words: Sequence[str], pipe: int | None = None) -> str:
        done = subprocess.run(
            self._command(words), env=dict(self.environment), stdout=pipe, stderr=pipe, text=True
        )
        if done.returncode != 0:
            why = (done.stderr or "").strip() or Message("exit code {code}", code=done.returncode)
            raise failed(f"saebyeok {' '.join(words)}", why)
        return done.stdout

    @staticmethod
    def _command(words: Sequence[str]) -> list[str]:
        return [sys.executable, "-m", "orchestration", *words]

    def wait_for_documents(
        self, half: str, files: Collection[str], status: str, servers: subprocess.Popen[bytes], seconds: float
    ) -> dict[str, str]:
        """Wait until all files are documents that were read.

        Args:
            half: `automl` or `ocr`.
            files: their names.
            status: of a document that was read.

        Returns:
            The documents' ids by file name.

        Raises:
            DemoError: one can't be read, the servers ended, or it takes longer than `seconds`.
        """
        end, last = time.monotonic() + seconds, None
        while True:
            listed = {d["file_name"]: d for d in self.ask(half, "list")["documents"]}
            found = {name: listed[name] for name in files if name in listed}
            done = sum(d["status"] == status for d in found.values())
            line = Message("documents read: {done} of {total}", done=done, total=len(files))
            if line != last:
                self.on_progress(line)
                last = line
            if broken := [d for d in found.values() if d["status"] == "failed"]:
                raise failed(broken[0]["file_name"], broken[0].get("failure_en") or broken[0].get("failure"))
            if done == len(files):
                return {name: d["doc_id"] for name, d in found.items()}
            if servers.poll() is not None or time.monotonic() > end:
                raise failed(f"saebyeok {half}", line)
            time.sleep(LOOK_SECONDS)


@dataclass(frozen=True)
class Typing:
    """A command that runs beside others."""

    shell: Shell
    words: Sequence[str]
    process: subprocess.Popen[str]

    def end(self) -> None:
        """Wait for it and show what it printed. Raises DemoError where it failed."""
        printed, _ = self.process.communicate()
        command = f"saebyeok {' '.join(self.words)}"
        self.shell.on_progress(f"$ {command}\n{printed.rstrip()}")
        if self.process.returncode != 0:
            raise failed(command, Message("exit code {code}", code=self.process.returncode))

    def stop(self) -> None:
        """End it, if it still runs: what it waits for will not come."""
        if self.process.poll() is None:
            self.process.terminate()
            self.process.communicate()


def failed(step: str, why: str | Message | None) -> DemoError:
    """The error of a step, with what the step said."""
    return DemoError(Message("{step} failed: {why}", step=step, why=why))
