"""Words selected on the image of a page, in a real Chromium over the samples."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect

pytestmark = pytest.mark.browser

WORDS = "根据县委关于乡镇领导班子调整的决定"


@pytest.fixture
def page(signed_in: BrowserContext) -> Iterator[Page]:
    opened = signed_in.new_page()
    found = opened.request.get("/api/search", params={"q": f'"{WORDS}"'}).json()
    (held,) = [
        hit["document_id"] for hit in found["hits"] if hit["name"].endswith(".pdf")
    ]
    opened.goto(f"/documents/{held}/pages/1")
    yield opened
    opened.close()


def drag_over(page: Page, words: str) -> None:
    line = page.locator("svg [data-text] text", has_text=words)
    line.scroll_into_view_if_needed()
    box = line.bounding_box()
    assert box is not None
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 1, middle)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2, middle, steps=4)
    page.mouse.up()


def test_words_dragged_over_on_the_image_are_cited(page: Page) -> None:
    drag_over(page, WORDS)
    expect(page.locator("[data-selbar]")).to_be_visible()
    chosen = page.evaluate("getSelection().toString()")
    assert len(chosen) >= 4 and chosen in WORDS + "，刘道生同志不再"

    page.keyboard.press("c")

    expect(page.locator("[data-cite-title]")).to_have_text(f"引用这{len(chosen)}个字")
    expect(page.locator("[data-cite-text]")).to_contain_text("高兴镇党委书记离任交接书")
    assert page.locator("[data-selbar]").get_attribute("data-start") == str(
        page.evaluate(
            "Number(getSelection().anchorNode.parentElement.dataset.o)"
            " + getSelection().anchorOffset"
        )
    )


def test_pages_turn_and_grow_by_keys(page: Page) -> None:
    page.keyboard.press("j")
    page.wait_for_url("**/pages/2")
    page.keyboard.press("+")
    page.wait_for_url("**/pages/2?width=1350")
    page.keyboard.press("k")
    page.wait_for_url("**/pages/1?width=1350")
    page.keyboard.press("-")
    page.wait_for_url("**/pages/1")
    page.keyboard.press("t")
    page.wait_for_url("**#p1")
    expect(page.locator("article[data-text]")).to_be_visible()


def test_a_page_fits_a_phone_and_everybody_can_use_it(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 800})

    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert Axe().run(page).response["violations"] == []
