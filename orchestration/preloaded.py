"""What every training step needs, imported once by the fork server of a run.

Nothing that starts threads when imported (torch, polars' pool) may stand here: threads don't survive
a fork.
"""

import pandas  # noqa: F401
import sklearn.ensemble  # noqa: F401
import sklearn.pipeline  # noqa: F401

import orchestration.definitions  # noqa: F401
