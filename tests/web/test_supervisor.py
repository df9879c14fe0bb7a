import socket
import sys
from collections.abc import Iterator

import pytest

from web.supervisor import Supervisor

REPORTING = """
import socket, sys
with socket.create_connection(("127.0.0.1", int(sys.argv[1]))) as parent:
    {body}
"""


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(20)
        yield server


def _supervisor(listener: socket.socket, body: str) -> Supervisor:
    port = str(listener.getsockname()[1])
    command = [sys.executable, "-c", REPORTING.format(body=body), port]
    return Supervisor(command, {"PATH": "/usr/bin:/bin"})


def _accepted(listener: socket.socket) -> socket.socket:
    connection, _ = listener.accept()
    connection.settimeout(20)
    return connection


def test_a_worker_hears_that_it_is_woken_and_that_it_shall_quit(
    listener: socket.socket,
) -> None:
    echo = "parent.sendall(sys.stdin.buffer.read(1) + sys.stdin.buffer.read(1))"
    supervisor = _supervisor(listener, echo)
    supervisor.start()
    with _accepted(listener) as worker:
        supervisor.wake()
        supervisor.stop()
        assert worker.recv(2, socket.MSG_WAITALL) == b"wq"


def test_a_worker_that_crashes_is_started_again(listener: socket.socket) -> None:
    supervisor = _supervisor(listener, "sys.exit(1)")
    supervisor.start()
    for _ in range(2):
        _accepted(listener).close()
    supervisor.stop()


def test_waking_or_stopping_nobody_is_no_error(listener: socket.socket) -> None:
    supervisor = _supervisor(listener, "pass")
    supervisor.wake()
    supervisor.stop()


def test_a_stopped_supervisor_starts_nothing_more(listener: socket.socket) -> None:
    supervisor = _supervisor(listener, "sys.stdin.buffer.read(1)")
    supervisor.start()
    _accepted(listener).close()
    supervisor.stop()
    listener.settimeout(0)
    with pytest.raises(BlockingIOError):
        listener.accept()
