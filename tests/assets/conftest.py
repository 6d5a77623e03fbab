"""A home without servers: jobs run in this process, on an ephemeral Dagster instance."""

from tests.workshop import begun_homes, workshop

__all__ = ["begun_homes", "workshop"]
