"""Dagster assets, one a step of the specification, with their partitions and jobs. Glue only."""
