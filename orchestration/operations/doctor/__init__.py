"""`saebyeok doctor`: what is wrong with the installation or the home, and what to do about it. One module for each kind of check."""

from orchestration.operations.doctor.examination import examine
from orchestration.operations.doctor.findings import Finding

__all__ = ["Finding", "examine"]
