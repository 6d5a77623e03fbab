"""Whether the broker answers, and which workers listen."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import SecretStr

from orchestration.workers.app import build_app

CONNECT_SECONDS = 5
ANSWER_SECONDS = 2.0


@dataclass(frozen=True)
class Reached:
    """What the broker says it is, and the workers that answered, by name."""

    broker: str
    workers: list[str]


def reach(broker: SecretStr) -> Reached:
    """Ask around. Workers answer while they do a step, too.

    Raises:
        OSError: the broker can't be reached, or refuses the login.
    """
    app = build_app(broker)
    with app.connection_for_read(connect_timeout=CONNECT_SECONDS) as connection:
        try:
            connection.connect()
        except (*connection.connection_errors, *connection.channel_errors) as error:
            raise OSError(str(error) or type(error).__name__) from error
        properties = connection.connection.server_properties
        answers = app.control.inspect(timeout=ANSWER_SECONDS, connection=connection).ping() or {}
    return Reached(f"{properties.get('product', '?')} {properties.get('version', '?')}", sorted(answers))
