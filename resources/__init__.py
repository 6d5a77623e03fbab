"""Dagster resources: the database, the store, MLflow, the clock.

Each is a small Dagster resource over a library of the ground floor; no logic of ours lives here.
"""
