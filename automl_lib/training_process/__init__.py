"""Training in a child process, so that a crash or lack of memory fails only that model. The training itself is `automl_lib.training`."""

from automl_lib.training_process.parent import (
    SavedTraining,
    combine_in_subprocess,
    train_in_subprocess,
)

__all__ = ["SavedTraining", "combine_in_subprocess", "train_in_subprocess"]
