"""Types `saebyeok …` commands as a person would, for the demo."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


class DemoError(Exception):
    """Which step went wrong, and why."""


@dataclass(frozen=True)
class Shell:
    """Types `saebyeok …` commands for one home."""

    environment: Mapping[str, str]
    on_progress: Callable[[str], None]

    def type(self, *words: str) -> None:
        """Run a command, showing it and what it prints. Raises DemoError where it fails."""
        self.on_progress(f"$ saebyeok {' '.join(words)}")
        command = [sys.executable, "-m", "orchestration", *words]
        done = subprocess.run(command, env=dict(self.environment), check=False)
        if done.returncode != 0:
            raise DemoError(
                f"'saebyeok {' '.join(words)}' 단계에서 실패했습니다 (종료 코드 {done.returncode})."
            )

    def ask(self, *words: str) -> Any:
        """The JSON answer of a command, without showing it."""
        command = [sys.executable, "-m", "orchestration", *words, "--format", "json"]
        done = subprocess.run(
            command, env=dict(self.environment), capture_output=True, text=True, check=False
        )
        if done.returncode != 0:
            raise DemoError(f"'saebyeok {' '.join(words)}': {done.stderr.strip()}")
        return json.loads(done.stdout)
