"""Correcting a document and turning its pages, in a browser."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect

pytestmark = pytest.mark.browser


@pytest.fixture
def page(signed_in: BrowserContext) -> Page:
    return signed_in.new_page()


def violations(page: Page) -> list[str]:
    return [one["id"] for one in Axe().run(page).response["violations"]]


@pytest.mark.parametrize("width", [1280, 390])
def test_a_corrected_title_is_shown_and_put_back(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/holdings?q=武上交〔2024〕3号")
    assert violations(page) == []
    page.get_by_role("link", name=re.compile("^著录：")).first.click()
    title = page.get_by_label("题名")
    before = title.input_value()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width

    for text in (f"{before}（示例改名）", before):
        title.fill(text)
        page.get_by_role("button", name="保存").click()
        expect(page.get_by_role("status")).to_contain_text("著录项已保存")
        expect(page.get_by_role("heading", level=1)).to_have_text(text)


def test_the_pages_of_a_pdf_are_turned_by_keys(page: Page) -> None:
    page.goto("/search?q=高委交〔2017〕2号")
    page.locator(".hit a").first.click()
    page.wait_for_url("**/documents/*")
    page.get_by_role("link", name="看原样").click()
    page.wait_for_url("**/pages/1*")
    expect(page.locator("figure image")).to_have_count(1)
    assert violations(page) == []

    page.keyboard.press("ArrowRight")
    page.wait_for_url("**/pages/2*")
    page.keyboard.press("ArrowLeft")
    page.wait_for_url("**/pages/1*")
    page.emulate_media(color_scheme="dark")
    assert violations(page) == []
