"""A process that keeps libraries, tables and networks loaded, and serves what people wait for within a second.

It serves small requests with the step functions of `assets`, launches Dagster runs for all others at once, and reports
what it made to Dagster. Where it is down, the sensor `requests` starts a run for each request some seconds later.
"""
