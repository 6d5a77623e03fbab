"""Network ports and addresses: free ones, taken ones, and by which name a server is reached."""

from __future__ import annotations

import socket

import psutil

WILDCARDS = ("0.0.0.0", "::", "")  # noqa: S104 - addresses to recognise, not to bind to


def is_free(host: str, port: int) -> bool:
    """Whether a server could listen there now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def free_port(host: str = "127.0.0.1") -> int:
    """A port that is free at the moment."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind((host, 0))
        port: int = probe.getsockname()[1]
        return port


def answers(host: str, port: int) -> bool:
    """Whether connections are accepted there."""
    try:
        with socket.create_connection((host, port), timeout=1):
            return True
    except OSError:
        return False


def reachable(host: str) -> str:
    """The address at which this machine reaches a server bound to `host`."""
    return "127.0.0.1" if host in WILDCARDS else host


def host_headers(host: str) -> list[str]:
    """The `Host` headers browsers may send to a server bound to `host`, as `NAME:*` patterns.

    A server that takes any name at all can be reached by a foreign page through a name of its own
    (DNS rebinding), so a wildcard address stands for the names and addresses this machine has.
    """
    names = {"localhost", "127.0.0.1"}
    if host not in WILDCARDS:
        names.add(host)
    else:
        names |= {socket.gethostname(), socket.getfqdn()}
        addresses = (address for cards in psutil.net_if_addrs().values() for address in cards)
        names |= {address.address for address in addresses if address.family == socket.AF_INET}
    return [f"{name}:*" for name in sorted(names)]
