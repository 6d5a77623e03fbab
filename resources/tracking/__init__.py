"""MLflow as a mirror of trainings and of the confirmed model. Rows and the store are authoritative."""

from resources.tracking.client import Tracking, TrackingUnavailable
from resources.tracking.mirrors import DataMirror, TrainingMirror
from resources.tracking.networks import NetworkTracking

__all__ = ["DataMirror", "NetworkTracking", "Tracking", "TrackingUnavailable", "TrainingMirror"]
