"""From the one-time link to a copied citation, on the sample documents."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page

pytestmark = pytest.mark.browser

PAGES = (
    "/",
    "/search?q=上梅乡 未结事项",
    "/search?q=蘅芷杼轺",
    '/search?q="未结',
    "/intake",
    "/handovers",
    "/officials",
    "/places",
    "/help",
    "/no-such-page",
)
SELECT = """words => {
  const walker = document.createTreeWalker(
    document.querySelector("[data-text]"), NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode());) {
    const at = node.data.indexOf(words);
    if (at < 0) continue;
    const range = document.createRange();
    range.setStart(node, at);
    range.setEnd(node, at + words.length);
    node.parentElement.scrollIntoView({ block: "center" });
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    return true;
  }
  return false;
}"""


@pytest.fixture
def page(signed_in: BrowserContext) -> Page:
    return signed_in.new_page()


def test_an_official_is_found_opened_at_the_words_and_cited(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("/")
    page.keyboard.type("林守田 污水处理站")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?*")
    hit = page.locator(".hit", has_text="武上交〔2024〕3号")
    assert hit.locator("mark").count() > 0
    hit.locator(".pg").first.click()
    page.wait_for_url("**/documents/*")
    assert page.locator("mark").first.is_visible()

    assert page.evaluate(SELECT, "已完成管网4.6公里")
    page.locator("[data-selbar]").wait_for(state="visible")
    page.keyboard.press("c")
    page.get_by_text("[A]").first.wait_for()
    page.get_by_role("button", name=re.compile("^复制")).first.click()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "上梅乡党委书记离任交接书" in copied
    assert "武上交〔2024〕3号" in copied


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_breaks_the_rules_of_access(
    page: Page, width: int, scheme: str
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    broken: dict[str, list[str]] = {}
    for address in PAGES:
        page.goto(address)
        found = Axe().run(page).response["violations"]
        if found:
            broken[address] = [violation["id"] for violation in found]
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert broken == {}


def test_a_document_page_breaks_no_rule_of_access(page: Page) -> None:
    page.goto("/search?q=武上交〔2024〕3号")
    page.locator(".hit a").first.click()
    page.wait_for_url("**/documents/*")
    assert Axe().run(page).response["violations"] == []
