"""How the console is served: what a stranger may send before anybody is asked who they are, and whom a proxy speaks for."""

from __future__ import annotations

import asyncio
import socket
import subprocess
import sys
import threading
import time

import pytest
import uvicorn
from starlette.responses import PlainTextResponse

from orchestration.runtime.console_server import LONGEST_HEAD, server_options
from orchestration.runtime.ports import free_port
from orchestration.settings import Settings


@pytest.fixture
def served(tmp_path):
    """Serve an application that tells whom it speaks with; the port."""

    async def app(scope, receive, send):
        assert scope["type"] == "http"
        await PlainTextResponse(scope["client"][0])(scope, receive, send)

    running = []

    def serve(**settings: object) -> int:
        options = server_options(Settings(home=tmp_path, console_port=free_port(), **settings))
        server = uvicorn.Server(uvicorn.Config(app, **options, lifespan="off"))
        thread = threading.Thread(target=lambda: asyncio.run(server.serve()), daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        running.append((server, thread))
        return options["port"]

    yield serve
    for server, thread in running:
        server.should_exit = True
        thread.join()


def said(port: int, *headers: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        head = b"\r\n".join([b"GET / HTTP/1.1", b"Host: 127.0.0.1", b"Connection: close", *headers])
        connection.sendall(head + b"\r\n\r\n")
        answer = b""
        while part := connection.recv(65536):
            answer += part
    return answer


def test_a_head_without_end_is_cut_off(served):
    port = served()
    assert b"200 OK" in said(port, b"X-Long: " + b"a" * (LONGEST_HEAD // 2))
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Long: ")
        sent = 0
        answer = b""
        try:
            while not answer and sent < 10 * LONGEST_HEAD:
                connection.sendall(b"a" * 8192)
                sent += 8192
                connection.settimeout(0.01)
                try:
                    answer = connection.recv(4096)
                except TimeoutError:
                    connection.settimeout(10)
        except (BrokenPipeError, ConnectionResetError):
            answer = b"closed"
    assert answer == b"closed" or b" 400 " in answer
    assert sent < 10 * LONGEST_HEAD


def test_what_a_stranger_says_of_their_address_is_not_believed(served):
    assert said(served(), b"X-Forwarded-For: 203.0.113.7").endswith(b"127.0.0.1")


def test_what_a_known_proxy_says_is_and_only_its_own_word(served):
    port = served(console_proxies=["127.0.0.0/8"])
    assert said(port, b"X-Forwarded-For: 10.1.1.1, 203.0.113.7").endswith(b"203.0.113.7")
    other = served(console_proxies=["10.0.0.2"])
    assert said(other, b"X-Forwarded-For: 203.0.113.7").endswith(b"127.0.0.1")


def test_the_console_loads_no_dagster_and_mlflows_server_no_libraries_for_tables():
    """They would be a third of the memory of either, all day."""
    code = (
        "import sys, orchestration.runtime.console_server as console;"
        "from orchestration.runtime.mlflow_uvicorn import UNUSED;"
        "heavy = [name for name in ('authlib', 'dagster', 'joserfc', 'pandas', 'sklearn', 'torch') if name in sys.modules];"
        "sys.modules.update(dict.fromkeys(UNUSED));"
        "import mlflow.server.fastapi_app as server;"
        "print(heavy, type(server.app).__name__)"
    )
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout.split("\n")[-2] == "[] FastAPI"
