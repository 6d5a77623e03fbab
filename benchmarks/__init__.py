"""Measurements against named peers, each printing JSON: `python -m benchmarks.NAME`."""
