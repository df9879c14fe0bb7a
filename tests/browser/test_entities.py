"""The pages of entities and handovers, and deciding on them, in a real Chromium."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

pytestmark = pytest.mark.browser

PATHS = {"official": "/officials/", "place": "/places/", "post": "/posts/"}
NAMED = """async ([kind, name]) => {
  const address = `/api/entities?kind=${kind}&q=${encodeURIComponent(name)}`;
  const found = await (await fetch(address)).json();
  return found.entities.find(one => !name || one.name === name).id;
}"""
UNTIL_CALLED = """async ([id, name]) => {
  const found = await (await fetch(`/api/entities/${id}`)).json();
  return found.name === name;
}"""


@pytest.fixture
def page(signed_in: BrowserContext) -> Iterator[Page]:
    opened = signed_in.new_page()
    opened.goto("/help")
    yield opened
    opened.close()


def _entity(page: Page, kind: str, name: str) -> str:
    return str(page.evaluate(NAMED, [kind, name]))


def _addresses(page: Page) -> list[str]:
    official = _entity(page, "official", "林守田")
    books = page.evaluate("fetch('/api/handovers').then(answer => answer.json())")
    book = books["handovers"][0]["document_id"]
    return [
        PATHS["official"] + official,
        PATHS["place"] + _entity(page, "place", "上梅乡"),
        PATHS["post"] + _entity(page, "post", "党委书记"),
        f"/handovers/{book}",
        f"/entities/{official}/decisions",
        f"/documents/{book}/mentions",
        "/officials?letter=L",
    ]


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_no_page_of_an_entity_breaks_the_rules_of_access(
    page: Page, width: int, scheme: str
) -> None:
    addresses = _addresses(page)
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    broken: dict[str, list[str]] = {}
    for address in addresses:
        page.goto(address)
        found = Axe().run(page).response["violations"]
        if found:
            broken[address] = [violation["id"] for violation in found]
        if page.evaluate("document.documentElement.scrollWidth") > width:
            broken.setdefault(address, []).append("width")
    assert broken == {}


def test_a_name_is_changed_without_scripts_and_changed_back(
    page: Page, signed_in: BrowserContext, browser: Browser
) -> None:
    official = _entity(page, "official", "丘晓岚")
    plain = browser.new_context(
        base_url=page.url.partition("/help")[0],
        java_script_enabled=False,
        storage_state=signed_in.storage_state(),
    ).new_page()

    plain.goto(PATHS["official"] + official)
    plain.get_by_role("link", name="核对、合并或拆分").click()
    plain.get_by_label("改称").fill("丘晓澜")
    plain.get_by_role("button", name="改名").click()
    expect(plain.get_by_role("status")).to_contain_text("已记下")

    page.wait_for_function(UNTIL_CALLED, arg=[official, "丘晓澜"])
    plain.goto("/search?q=人员:丘晓澜")
    assert plain.locator(".hit").count() > 0
    plain.goto(f"/entities/{official}/decisions")
    plain.get_by_role("button", name="撤销").first.click()
    page.wait_for_function(UNTIL_CALLED, arg=[official, "丘晓岚"])
    plain.context.close()
