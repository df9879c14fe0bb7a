"""A real service with the sample documents, and a real Chromium signed in to it."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def sign_in_link(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The one-time link that `handover serve --demo` prints."""
    data = tmp_path_factory.mktemp("served") / "data"
    command = [sys.executable, "-m", "web.main", "serve", "--demo", "--port", "0"]
    with subprocess.Popen(
        [*command, "--data", str(data)],
        cwd=ROOT,
        env={**os.environ, "PYTHONUTF8": "1"},
        stdout=subprocess.PIPE,
        encoding="utf-8",
    ) as server:
        assert server.stdout is not None
        links = (re.search(r"http://\S+link=\S+", line) for line in server.stdout)
        yield next(link[0] for link in links if link)
        server.terminate()
        server.communicate(timeout=30)


@pytest.fixture(scope="session")
def signed_in(browser: Browser, sign_in_link: str) -> Iterator[BrowserContext]:
    context = browser.new_context(
        base_url=sign_in_link.partition("/sign-in")[0],
        viewport={"width": 1280, "height": 900},
        permissions=["clipboard-read", "clipboard-write"],
    )
    page = context.new_page()
    page.goto(sign_in_link)
    page.close()
    yield context
    context.close()
