"""What several suites share: one Chromium a process."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium; one a process, since Playwright allows no second loop."""
    installed = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        path = installed or playwright.chromium.executable_path
        if not Path(path).exists():
            pytest.skip("no Chromium here: pages are not tried in a browser")
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-quic"]
        launched = playwright.chromium.launch(executable_path=path, args=arguments)
        yield launched
        launched.close()
