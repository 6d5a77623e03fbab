"""Training in a process of its own: one that crashes or runs out of memory takes nothing with it.

What training is stays in `automl_lib.training`; here it is started, followed and ended.
"""

from automl_lib.training_process.apart import TrainedApart, train_apart

__all__ = ["TrainedApart", "train_apart"]
