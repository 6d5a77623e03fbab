"""MLflow as a mirror of trainings and of the confirmed model. Rows and the store are the truth."""

from resources.tracking.client import Tracking, TrackingUnavailable, TrainingMirror

__all__ = ["Tracking", "TrackingUnavailable", "TrainingMirror"]
