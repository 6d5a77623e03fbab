"""Dagster assets, one per step of the specification, with their partitions and jobs."""
