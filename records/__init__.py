"""The TB_* tables, their migrations, and the queries on them. The life of requests is in `work_requests`.

Every function takes an open SQLAlchemy session or connection and leaves the transaction to its
caller; `records.engine.transaction` opens one. Nothing here knows Dagster, MLflow or the web.
"""
