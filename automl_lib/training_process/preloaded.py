"""What the server of training processes imports before the first of them is forked.

No torch: only the neural network needs it. No polars: it starts threads when it is imported, and a fork would lose them.
"""

import pandas  # noqa: F401

import automl_lib.persistence
import automl_lib.training  # noqa: F401
from automl_lib.persistence.skops_io import skops_io

skops_io()
