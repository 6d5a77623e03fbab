"""Tick interval of the sensors."""

TICK_SECONDS = 2
"""Dagster's loop comes round every five seconds at most. An interval of five would miss every second round by
milliseconds, and so look every ten."""
