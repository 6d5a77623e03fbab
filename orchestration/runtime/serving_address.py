"""Where the serving process of a home listens."""

from __future__ import annotations

from orchestration.runtime.console_access import console_secret
from orchestration.settings import Settings
from serving.address import Address, address_of


def serving_address(settings: Settings) -> Address:
    """Where the serving process of `settings` listens."""
    return address_of(settings.home, console_secret(settings))
