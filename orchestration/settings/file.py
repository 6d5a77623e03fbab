"""Writing one setting into a home's `saebyeok.toml`, leaving the rest as people wrote it."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path


def set_in_file(path: Path, name: str, value: str) -> None:
    """Set a text. The file is replaced in one step, and readable by its owner alone: it may hold a password."""
    line = f"{name} = {json.dumps(value, ensure_ascii=False)}\n"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True) if path.exists() else []
    kept = [one for one in lines if not re.match(rf"\s*{name}\s*=", one)]
    new = path.with_name(f"{path.name}.new")
    with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:  # noqa: PTH123 - with its mode from the start
        file.writelines([line, *kept])
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
