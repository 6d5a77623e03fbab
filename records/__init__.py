"""The TB_* tables, their migrations, and the only code of this project that speaks SQL.

Every function takes an open SQLAlchemy session or connection and leaves the transaction to its
caller; `records.engine.transaction` opens one. Nothing here knows Dagster, MLflow or the web.
"""
