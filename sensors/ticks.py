"""Tick intervals of the sensors. Dagster's loop comes round every five seconds at most."""

TICK_SECONDS = 2
"""Of the sensor that watches the inbox. An interval of five would miss every second round by milliseconds, and so look every ten."""
SAFETY_NET_SECONDS = 14
"""Of sensors that do what the serving process does at once, in case that it is down: every 15 seconds."""
