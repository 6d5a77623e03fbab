"""`skops.io` without torch, which it needs for nothing here."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import cast

_IMPORTS_TORCH = "sklearn.externals.array_api_compat.torch"


def skops_io() -> ModuleType:
    """The module `skops.io`.

    When it is first imported it lists scikit-learn's estimators by walking all of scikit-learn's packages. One of them, a shim,
    imports torch: 2 seconds and 600 MB of each process that saves or loads a model. The walk passes over what can't be imported.
    """
    modules = cast("dict[str, ModuleType | None]", sys.modules)
    is_hidden = "skops.io" not in modules and _IMPORTS_TORCH not in modules
    if is_hidden:
        modules[_IMPORTS_TORCH] = None  # makes its import fail
    try:
        import skops.io
    finally:
        if is_hidden:
            del modules[_IMPORTS_TORCH]
    return cast(ModuleType, skops.io)
