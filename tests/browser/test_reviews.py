"""From a search to a final review, by hand and by keyboard alone."""

import io
import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from docx import Document
from playwright.sync_api import BrowserContext, Page, expect

pytestmark = pytest.mark.browser

BOOK = "武上交〔2024〕3号"
WORDS = "已完成管网4.6公里"
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
    return;
  }
}"""


@pytest.fixture
def page(signed_in: BrowserContext) -> Iterator[Page]:
    opened = signed_in.new_page()
    # Colours that change slowly would be read half-way.
    opened.emulate_media(reduced_motion="reduce")
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    yield opened
    opened.close()
    assert faults == []


WIDE, NARROW = (1280, "light"), (390, "dark")


def broken_rules(page: Page, *screens: tuple[int, str]) -> dict[str, list[str]]:
    """What axe finds on a page, on screens of a width in light or dark."""
    found: dict[str, list[str]] = {}
    for width, scheme in screens:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        broken = [v["id"] for v in Axe().run(page).response["violations"]]
        if page.evaluate("document.documentElement.scrollWidth") > width:
            broken.append("wider than the screen")
        if broken:
            found[f"{page.url} {width}"] = broken
    page.set_viewport_size({"width": 1280, "height": 900})
    page.emulate_media(color_scheme="light")
    return found


def test_a_review_is_written_checked_made_final_and_exported(page: Page) -> None:
    page.goto(f"/search?q={WORDS} 污水处理站")
    page.locator(".hit", has_text=BOOK).locator(".pg").first.click()
    page.wait_for_url("**/documents/*")
    page.evaluate(SELECT, WORDS)
    page.locator("[data-selbar]").wait_for(state="visible")
    page.keyboard.press("b")
    expect(page.locator("[data-basket-said]")).to_have_text("已放进篮子")
    page.keyboard.press("c")
    page.get_by_role("button", name="存为引文").click()
    page.get_by_role("link", name="打开永久链接").wait_for()
    assert broken_rules(page, WIDE) == {}
    page.get_by_role("button", name="关闭").click()
    page.get_by_role("link", name="为它写评议").click()

    page.get_by_label("题目").fill("上梅乡交接办理情况评议")
    page.get_by_role("button", name="开始写").click()
    page.wait_for_url("**/reviews/*")
    draft = page.locator("#draft")
    draft.fill("## 一、办理情况\n\n交接书写明")
    page.locator("[data-put-citation]").first.click()
    expect(draft).to_have_value(re.compile(WORDS))
    expect(page.locator("[data-saved]")).to_contain_text("已自动保存")
    page.locator("#sq").fill("附属楼 产权")
    page.locator("[data-search]").click()
    page.locator("[data-cite-passage]").first.click()
    expect(page.locator("[data-saved]")).to_contain_text("第 3 稿")
    assert broken_rules(page, WIDE, NARROW) == {}
    page.locator("label[for=m-view]").click()
    expect(page.locator(".reviewtext sup").first).to_have_text("[1]")

    page.get_by_role("button", name="提交审阅").click()
    page.get_by_role("link", name="核验并定稿").click()
    page.get_by_text("全部引文已核实").wait_for()
    assert broken_rules(page, NARROW) == {}
    page.get_by_role("button", name="定稿").click()
    page.get_by_text("定稿已入档").wait_for()
    assert broken_rules(page, WIDE) == {}
    page.get_by_text("导出", exact=True).click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Word（DOCX）").click()
    content = download.value.path().read_bytes()
    told = [p.text for p in Document(io.BytesIO(content)).paragraphs]
    assert any(f"“{WORDS}”[1]" in line for line in told)
    assert any(line.startswith("[1] ") and BOOK in line for line in told)


def test_the_whole_way_goes_by_keyboard_alone(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("/")
    page.keyboard.type(f"{BOOK} 污水处理站")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?*")
    go_to(page, ".hit .pg")
    page.keyboard.press("Enter")
    page.wait_for_url("**/documents/*")

    page.keyboard.press("s")
    page.locator("[data-selbar]").wait_for(state="visible")
    page.keyboard.press("b")
    expect(page.locator("[data-basket-said]")).to_have_text("已放进篮子")
    page.keyboard.press("c")
    go_to(page, "[data-store]")
    page.keyboard.press("Enter")
    page.locator("[data-permalink]").wait_for()
    page.keyboard.press("Escape")
    go_to(page, 'a[href^="/reviews/new?"]')
    page.keyboard.press("Enter")
    page.wait_for_url("**/reviews/new?*")

    go_to(page, "#t")
    page.keyboard.press("Control+A")
    page.keyboard.type("用键盘写的评议")
    page.keyboard.press("Enter")
    page.locator("#draft").wait_for()
    go_to(page, "#draft")
    page.keyboard.type("交接书写明")
    go_to(page, "[data-put-citation]")
    page.keyboard.press("Enter")
    expect(page.locator("#draft")).to_be_focused()
    page.keyboard.press("Control+S")
    expect(page.locator("[data-saved]")).to_contain_text("已自动保存")
    go_to(page, "button[value=in_review]")
    page.keyboard.press("Enter")
    page.locator("button[value=draft]").wait_for()
    go_to(page, "[data-check]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/check")
    go_to(page, 'form[action$="/finalise"] button')
    page.keyboard.press("Enter")
    page.get_by_text("定稿已入档").wait_for()
    go_to(page, ".exports summary")
    page.keyboard.press("Enter")
    go_to(page, '.exports a[href$="format=md"]')
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    paper = download.value.path().read_text("utf-8")
    assert paper.startswith("# 用键盘写的评议") and "[1]" in paper


def test_two_who_write_at_once_lose_nothing(signed_in: BrowserContext) -> None:
    first, second = signed_in.new_page(), signed_in.new_page()
    first.goto("/reviews/new?kind=handover&title=两人同写&subject=" + BOOK)
    first.get_by_role("button", name="开始写").click()
    first.locator("#draft").wait_for()
    second.goto(first.url)
    first.locator("#draft").fill("甲写的一段")
    expect(first.locator("[data-saved]")).to_contain_text("已自动保存")
    second.locator("#draft").fill("乙写的一段")
    second.locator("[data-conflict]").wait_for(state="visible")
    assert second.locator("#draft").input_value() == "乙写的一段"
    second.get_by_role("link", name="对照两稿").click()
    assert second.get_by_text("没有并入").count() > 0
    assert second.locator(".changes", has_text="乙写的一段").count() == 1
    first.close()
    second.close()


def go_to(page: Page, selector: str) -> None:
    """Press Tab until what the selector names has the focus."""
    for _ in range(250):
        page.keyboard.press("Tab")
        if page.evaluate(
            "selector => document.activeElement?.matches(selector) ?? false", selector
        ):
            return
    raise AssertionError(f"the keyboard does not reach {selector}")
