"""By which names and addresses a server is reached."""

from __future__ import annotations

import socket

WILDCARDS = ("0.0.0.0", "::", "")  # noqa: S104 - addresses to recognise, not to bind to


def reachable(host: str) -> str:
    """The address at which this machine reaches a server bound to `host`."""
    return "127.0.0.1" if host in WILDCARDS else host


def host_headers(host: str) -> list[str]:
    """The `Host` headers browsers may send to a server bound to `host`, as `NAME:*` patterns.

    A server that takes any name at all can be reached by a foreign page through a name of its own
    (DNS rebinding), so a wildcard address stands for the names and addresses this machine has.
    """
    # Imported here: every command reads the settings, and only servers need this.
    import psutil

    names = {"localhost", "127.0.0.1"}
    if host not in WILDCARDS:
        names.add(host)
    else:
        names |= {socket.gethostname(), socket.getfqdn()}
        addresses = (address for cards in psutil.net_if_addrs().values() for address in cards)
        names |= {address.address for address in addresses if address.family == socket.AF_INET}
    return [f"{name}:*" for name in sorted(names)]
