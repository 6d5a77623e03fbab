"""A home without servers: jobs run in this process, on an ephemeral Dagster instance."""

from tests.workshop import workshop  # noqa: F401
