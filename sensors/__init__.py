"""Sensors: new files, people's requests, outcomes of runs."""
