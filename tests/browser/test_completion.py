"""Names as one types, in a real Chromium over the sample documents."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect

pytestmark = pytest.mark.browser


COUNTED_AND_FOUND = """async typed => {
  const read = address => fetch(address).then(answer => answer.json());
  const said = await read("/api/complete?q=" + encodeURIComponent(typed));
  return Promise.all(said.suggestions.map(async one =>
    [one.kind, one.text, one.count,
     (await read("/api/search?" + one.query)).total]));
}"""


@pytest.fixture
def page(signed_in: BrowserContext) -> Page:
    return signed_in.new_page()


def _type(page: Page, words: str) -> None:
    page.goto("/")
    page.locator("#q").fill("")
    page.locator("#q").press_sequentially(words)
    page.get_by_role("option").first.wait_for()


def test_a_place_is_chosen_by_its_initials_with_the_keys_alone(page: Page) -> None:
    _type(page, "smx")
    box = page.get_by_role("combobox")
    expect(box).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    first = page.get_by_role("option").first
    expect(first).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute(
        "aria-activedescendant", str(first.get_attribute("id"))
    )
    expect(first).to_have_accessible_name(re.compile("^上梅乡，.*地名，"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?*place=*")
    expect(page.locator(".chip")).to_contain_text("上梅乡")
    assert page.locator(".hit").count() > 0
    assert page.locator("#q").input_value() == ""


def test_a_second_word_is_completed_and_the_first_stays(page: Page) -> None:
    _type(page, "污水处理站 shangmei")
    page.get_by_role("option", name=re.compile("^上梅乡，")).first.click()
    page.wait_for_url("**/search?*place=*")
    assert page.locator("#q").input_value() == "污水处理站"
    expect(page.locator(".chip")).to_contain_text("上梅乡")


def test_the_search_for_a_suggestion_finds_as_many_as_were_counted(page: Page) -> None:
    page.goto("/")
    for typed in ("s", "lin", "武夷", "党委书记", "上梅乡党委书记离任", "武上交"):
        pairs = page.evaluate(COUNTED_AND_FOUND, typed)
        assert pairs, typed
        for kind, text, counted, found in pairs:
            # The words of a title may stand in other documents too.
            is_right = found >= 1 if kind == "title" else found == counted
            assert is_right, (text, counted, found)


def test_choosing_a_title_opens_the_document(page: Page) -> None:
    _type(page, "上梅乡党委书记离任")
    page.get_by_role("option", name=re.compile("题名$")).first.click()
    page.wait_for_url("**/documents/*")
    expect(page.locator("h1").first).to_contain_text("上梅乡党委书记离任交接书")


def test_escape_closes_the_list_and_enter_searches_what_was_typed(page: Page) -> None:
    _type(page, "上梅")
    expect(page.locator("[data-suggestions-said]")).to_have_text(re.compile("条建议"))
    page.keyboard.press("Escape")
    expect(page.locator("[data-suggestions]")).to_be_hidden()
    assert page.locator("#q").input_value() == "上梅"
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=*")
    assert "place=" not in page.url


def test_the_box_searches_without_scripts(
    signed_in: BrowserContext, sign_in_link: str
) -> None:
    browser = signed_in.browser
    assert browser is not None
    plain = browser.new_context(
        base_url=sign_in_link.partition("/sign-in")[0],
        java_script_enabled=False,
        storage_state=signed_in.storage_state(),
    )
    page = plain.new_page()
    page.goto("/")
    assert page.locator("#q").get_attribute("role") is None
    page.locator("#q").fill("上梅乡")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=*")
    assert page.locator(".hit").count() > 0
    plain.close()


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_open_list_breaks_no_rule_of_access(
    page: Page, width: int, scheme: str
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    _type(page, "wys")
    page.keyboard.press("ArrowDown")
    assert Axe().run(page).response["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
