"""A real server process with its worker, from the first start to kill -9 and after."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import quote, urlsplit
from urllib.request import (
    HTTPCookieProcessor,
    OpenerDirector,
    ProxyHandler,
    Request,
    build_opener,
)

import pytest

from web.listening import is_loopback

PATIENCE_SECONDS = 60


class Server:
    """What a server printed, and a browser that used its one-time link."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        assert process.stdout is not None
        self.process = process
        self.url = process.stdout.readline().removeprefix("listening on ").strip()
        process.stdout.readline()
        self.link = process.stdout.readline().strip()
        self.browser: OpenerDirector = build_opener(
            ProxyHandler({}), HTTPCookieProcessor(CookieJar())
        )

    def get(self, path: str) -> object:
        with self.browser.open(self.url + path, timeout=30) as answer:
            return json.loads(answer.read())

    def until_ready(self) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            try:
                self.browser.open(self.url + "/readyz", timeout=30).close()
            except HTTPError as error:
                error.close()
            else:
                return
        raise AssertionError("never ready")

    def until_found(self, words: str) -> int:
        """Ask until something is found; return the total."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            answer = self.get(f"/api/search?q={quote(words)}")
            assert isinstance(answer, dict)
            if answer["total"]:
                return int(answer["total"])
        raise AssertionError(f"{words} is never found")


@contextmanager
def _serving(data: Path, *more: str) -> Iterator[Server]:
    command = [sys.executable, "-m", "web.main", "serve", "--port", "0", *more]
    process = subprocess.Popen(
        [*command, "--data", str(data)],
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1"},
    )
    try:
        yield Server(process)
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=PATIENCE_SECONDS)


def _token(data: Path, role: str) -> str:
    command = [sys.executable, "-m", "web.main", "token", "create", "--role", role]
    made = subprocess.run(
        [*command, "--data", str(data), "--json"], check=True, capture_output=True
    )
    token = json.loads(made.stdout)
    assert set(token) == {"token", "role", "collections", "expires_at"}
    return str(token["token"])


def _upload(server: Server, token: str, name: str, text: str) -> dict[str, object]:
    body = (
        '--b\r\nContent-Disposition: form-data; name="file"; '
        f'filename="{name}"\r\n\r\n{text}\r\n--b--\r\n'
    )
    request = Request(
        server.url + "/api/documents",
        body.encode(),
        {
            "Content-Type": "multipart/form-data; boundary=b",
            "Authorization": f"Bearer {token}",
        },
    )
    with build_opener(ProxyHandler({})).open(request, timeout=30) as answer:
        receipt: dict[str, object] = json.loads(answer.read())["receipts"][0]
        return receipt


def test_from_the_first_link_over_an_upload_to_kill_nine_and_after(
    tmp_path: Path,
) -> None:
    data = tmp_path / "data"
    with _serving(data) as server:
        assert urlsplit(server.link).query.startswith("link=")
        token = _token(data, "editor")
        server.browser.open(server.link, timeout=30).close()
        server.until_ready()
        receipt = _upload(server, token, "一.txt", "关于交接的通知\n请核对家底。")
        assert receipt["status"] == "received"
        assert server.until_found('"核对家底"') == 1
        last = _upload(server, token, "二.txt", "关于移交的通知\n请核对账目。")
        server.process.kill()
        server.process.wait()
    with _serving(data) as server:
        server.browser.open(server.link, timeout=30).close()
        server.until_ready()
        assert server.until_found('"核对账目"') == 1
        shown = server.get(f"/api/documents/{last['document_id']}")
        assert isinstance(shown, dict) and shown["sha256"] == last["sha256"]


def test_a_second_service_serves_the_same_archive(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with _serving(data) as first, _serving(data) as second:
        token = _token(data, "editor")
        second.browser.open(second.link, timeout=30).close()
        second.until_ready()
        _upload(first, token, "一.txt", "请核对家底。")
        _upload(second, token, "二.txt", "请核对账目。")
        assert second.until_found("家底") == second.until_found("账目") == 1


def test_beyond_this_machine_it_serves_only_with_a_user(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "web.main", "serve", "--host", "0.0.0.0"]
    refused = subprocess.run(
        [*command, "--port", "0", "--data", str(tmp_path)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=PATIENCE_SECONDS,
        env={**os.environ, "PYTHONUTF8": "1"},
    )
    assert refused.returncode == 1
    assert "handover user add" in refused.stderr


@pytest.mark.parametrize(
    ("host", "is_local"),
    [
        ("127.0.0.1", True),
        ("127.9.9.9", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("::", False),
        ("192.0.2.1", False),
        ("archive.example", False),
    ],
)
def test_only_loopback_is_this_machine(host: str, is_local: bool) -> None:
    assert is_loopback(host) == is_local
