"""`saebyeok migrate-to`: a home's three SQLite databases, moved to PostgreSQL, counted and checked.

`move` goes through it; `copying` copies any table; what each database has of its own is in `records_rows`,
`dagster_storage` (with `event_logs`) and `mlflow_rows`. `runtime/migration_marks.py` remembers a move that was cut off.
"""
