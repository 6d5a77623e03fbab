"""Uvicorn with MLflow's server and without what that imports and has no use for: a tenth of its memory.

    python -m orchestration.runtime.mlflow_uvicorn OPTIONS mlflow.server.fastapi_app:app

MLflow imports libraries for tables where they are installed, for datasets that its clients log; the server does nothing with them.
"""

from __future__ import annotations

import sys

UNUSED = ("polars", "pyarrow", "scipy")

if __name__ == "__main__":
    # Python takes None for a module that can't be imported, as where it isn't installed.
    sys.modules.update(dict.fromkeys(UNUSED))  # type: ignore[arg-type]
    import uvicorn

    uvicorn.main()
