"""The life of requests: the decisions that write them, the queue in which they wait, the runs that claim them, and how they end.

A request is a row of TB_REQUEST. Everything that creates, orders, claims, settles or lists one is here, with its progress and the reason
of its failure; the table itself is in `records.tables`, because the migrations compare all tables with it. The functions take an open
SQLAlchemy session, as those of `records` do. Nothing here knows Dagster: `sensors` plan and start the runs.

The package is not called `requests`, which is the name of a library on PyPI that Dagster and MLflow import.
"""
