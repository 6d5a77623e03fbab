"""MLflow as a mirror of trainings and of the confirmed model. Rows and the store are authoritative."""

from resources.tracking.client import DataMirror, Tracking, TrackingUnavailable, TrainingMirror
from resources.tracking.networks import NetworkTracking

__all__ = ["DataMirror", "NetworkTracking", "Tracking", "TrackingUnavailable", "TrainingMirror"]
