"""Tick interval of the sensors that do what the serving process does at once, in case that it is down."""

EVERY = 30
"""Seconds, unless the setting `sensor_seconds` says otherwise."""


def interval(seconds: int) -> int:
    """Dagster's `minimum_interval_seconds` for a look every `seconds`.

    Dagster's loop comes round every five seconds at most. An interval of just a multiple of that would miss every round by milliseconds.
    """
    return seconds - 1
