"""Python imports this at the start of each process that has this folder in PYTHONPATH: the bounds of `tests.few_lines` apply there."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType

from tests.few_lines import FEW


class WithFewLines(MetaPathFinder):
    """Sets the constants once their module is imported, so that no process imports it for their sake."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Those of the modules of `FEW`."""
        spec = PathFinder.find_spec(fullname, path, target) if fullname in FEW else None
        if spec is not None and spec.loader is not None:
            execute = spec.loader.exec_module

            def execute_and_set(module: ModuleType) -> None:
                execute(module)
                for name, value in FEW[fullname].items():
                    assert hasattr(module, name), name
                    setattr(module, name, value)

            spec.loader.exec_module = execute_and_set  # type: ignore[method-assign]
        return spec


sys.meta_path.insert(0, WithFewLines())
