"""`saebyeok doctor`: what is wrong with the installation or the home, and what to do about it. One module for each kind of check."""

from orchestration.doctor.examination import examine
from orchestration.doctor.findings import Finding

__all__ = ["Finding", "examine"]
