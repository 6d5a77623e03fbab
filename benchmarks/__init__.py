"""Measurements against named peers, each printing JSON: `python benchmarks/NAME.py`."""
