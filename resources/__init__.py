"""What assets and sensors need from outside: the records' database, the store, MLflow.

Each is a small Dagster resource over a library of the ground floor; no logic of ours lives here.
"""
