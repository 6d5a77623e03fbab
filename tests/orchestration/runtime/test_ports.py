"""Addresses of servers: how they are reached, and which Host headers they take."""

from __future__ import annotations

import socket

import pytest

from orchestration.runtime.ports import answers, free_port, is_free
from orchestration.settings.addresses import host_headers, reachable


@pytest.mark.parametrize(("host", "address"), [("0.0.0.0", "127.0.0.1"), ("10.0.0.7", "10.0.0.7")])
def test_a_wildcard_is_reached_through_loopback(host, address):
    assert reachable(host) == address


def test_a_wildcard_takes_the_names_of_this_machine_and_no_others():
    headers = host_headers("0.0.0.0")
    assert {"localhost:*", "127.0.0.1:*", f"{socket.gethostname()}:*"} <= set(headers)
    assert "*" not in headers


def test_an_address_of_its_own_is_taken_beside_loopback():
    assert host_headers("10.0.0.7") == ["10.0.0.7:*", "127.0.0.1:*", "localhost:*"]


def test_a_port_somebody_listens_on_is_not_free():
    port = free_port()
    assert is_free("127.0.0.1", port)
    with socket.create_server(("127.0.0.1", port)):
        assert not is_free("127.0.0.1", port)
        assert answers("127.0.0.1", port)
