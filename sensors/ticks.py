"""Tick interval of the sensors that do what the serving process does at once, in case that it is down.

Dagster's loop comes round every five seconds at most. An interval of 15 would miss every third round by milliseconds, and so look
every twenty.
"""

SAFETY_NET_SECONDS = 14
