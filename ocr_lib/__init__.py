"""Reading pages and training recognisers, as a plain library: no Dagster, database, MLflow or web."""
