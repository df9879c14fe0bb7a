"""What only a browser can tell: selections, keys, scripts, the width of a phone."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, Page

from tests.web.archive_parts import Archive

pytestmark = pytest.mark.browser

BOOK = (
    "示例乡离任交接书\n移交人：甲某某\n接收人：乙某某\n一、发展思路\n"
    + "坚持流域治理为主线，两条底线不因人事变动调整。\n" * 30
    + "二、未结事项\n𬱖溪管网余1.3公里，因征地协议未签，暂未施工。\n"
    + "征地补偿尾款36.8万元，应于年底前付清。\n"
)
SELECT = """([first, last]) => {
  const place = (words) => {
    const walker = document.createTreeWalker(
      document.querySelector("[data-text]"), NodeFilter.SHOW_TEXT);
    for (let node; (node = walker.nextNode());) {
      const at = node.data.indexOf(words);
      if (at >= 0) return [node, at];
    }
  };
  const [start, from] = place(first);
  const [end, to] = place(last);
  const range = document.createRange();
  range.setStart(start, from);
  range.setEnd(end, to + last.length);
  start.parentElement.scrollIntoView({ block: "center" });
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}"""


CONFLICT = "the server responded with a status of 409"
"""What a browser notes of an answer that pages know how to take."""


@pytest.fixture
def address(archive: Archive) -> Iterator[str]:
    config = uvicorn.Config(archive.app, port=0, log_level="error", lifespan="off")
    server = uvicorn.Server(config)
    listening = config.bind_socket()
    thread = threading.Thread(target=server.run, args=([listening],))
    thread.start()
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    thread.join()


@pytest.fixture
def page(archive: Archive, browser: Browser, address: str) -> Iterator[Page]:
    token = archive.token("reviewer")
    context = browser.new_context(
        base_url=address,
        viewport={"width": 1280, "height": 800},
        extra_http_headers={"Authorization": f"Bearer {token}"},
    )
    opened = context.new_page()
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on(
        "console",
        lambda message: (
            faults.append(message.text)
            if message.type == "error" and CONFLICT not in message.text
            else None
        ),
    )
    yield opened
    context.close()
    assert faults == []


def test_selected_words_are_cited_by_their_offsets(
    archive: Archive, page: Page
) -> None:
    document_id = archive.hold(BOOK)
    page.goto(f"/documents/{document_id}?q=征地")

    page.evaluate(SELECT, ["余1.3公里", "补偿尾款"])
    page.locator("[data-selbar]").wait_for(state="visible")
    with page.expect_response("**/citation?*") as answered:
        page.keyboard.press("c")

    start, end = BOOK.index("余1.3公里"), BOOK.index("补偿尾款") + 4
    assert answered.value.json()["quote"] == BOOK[start:end]
    page.get_by_text("示例乡离任交接书[").first.wait_for()
    page.keyboard.press("Escape")
    assert page.locator("[data-cite]").is_hidden()


def test_the_keys_go_from_hit_to_hit_and_round(archive: Archive, page: Page) -> None:
    document_id = archive.hold(BOOK)
    page.goto(f"/documents/{document_id}?q=征地")
    position = page.locator("[data-hit-position]")
    current = page.locator("mark[aria-current]")

    for key, expected in (("n", "1"), ("n", "2"), ("n", "1"), ("p", "2")):
        page.keyboard.press(key)
        assert position.inner_text() == expected
        assert current.count() == 1


def test_a_page_tag_lands_where_its_words_can_be_seen(
    archive: Archive, page: Page
) -> None:
    archive.hold(BOOK)
    page.goto("/search?q=尾款")

    page.locator("a.pg").first.click()

    landed = page.locator("mark[aria-current]")
    landed.wait_for()
    assert landed.inner_text() == "尾款"
    box = landed.bounding_box()
    assert box and 0 < box["y"] < 800


def test_a_file_handed_in_shows_up_as_received(
    archive: Archive, page: Page, tmp_path: Path
) -> None:
    page.goto("/intake")

    book, empty = tmp_path / "交接书.txt", tmp_path / "空.txt"
    book.write_text(BOOK, encoding="utf-8")
    empty.touch()
    page.locator("input[type=file]").set_input_files([book, empty])

    page.get_by_text("已收到并保存，等待读取").wait_for()
    page.get_by_text("文件是空的").wait_for()
    assert archive.store.counts(visible=None)["received"] == 1
    page.reload()
    assert page.get_by_text("文件是空的").is_visible()


def test_a_large_file_is_sent_in_slices_and_can_be_cancelled_and_put_in_again(
    archive: Archive, page: Page, tmp_path: Path
) -> None:
    book = tmp_path / "交接书.txt"
    book.write_text(BOOK * 70, encoding="utf-8")
    assert book.stat().st_size > 2 * 60_000
    page.goto("/intake")
    with page.expect_response("**/finish") as finished:
        page.locator("input[type=file]").set_input_files(book)

    assert finished.value.json()["status"] == "received"
    page.get_by_role("button", name="取消：交接书.txt").click()
    page.get_by_role("button", name="重试：交接书.txt").click()
    page.get_by_role("button", name="取消：交接书.txt").wait_for()
    (document,) = archive.store.documents(visible=None)
    assert archive.original(document.sha256).read_bytes() == book.read_bytes()


def test_a_large_file_goes_on_where_the_line_broke(
    archive: Archive, page: Page, tmp_path: Path
) -> None:
    book = tmp_path / "交接书.txt"
    book.write_text(BOOK * 70, encoding="utf-8")
    page.goto("/intake")
    page.on("dialog", lambda dialog: dialog.accept())
    with page.expect_request(lambda request: "offset=60000" in request.url):
        page.route("**/api/uploads/*?offset=60000", lambda route: None)
        page.locator("input[type=file]").set_input_files(book)
    page.reload()
    page.get_by_text("已收到 58.6 KB").wait_for()
    page.unroute("**/api/uploads/*?offset=60000")

    with page.expect_response("**/finish") as finished:
        page.locator("input[type=file]").set_input_files(book)

    assert finished.value.json()["status"] == "received"
    (document,) = archive.store.documents(visible=None)
    assert archive.original(document.sha256).read_bytes() == book.read_bytes()


def test_a_slice_that_meets_an_earlier_one_is_sent_again(
    archive: Archive, page: Page, tmp_path: Path
) -> None:
    book = tmp_path / "交接书.txt"
    book.write_text(BOOK * 70, encoding="utf-8")
    page.goto("/intake")
    busy = {"error": "upload_busy", "message": "还在传", "details": {}}
    page.route(
        "**/api/uploads/*?offset=60000",
        lambda route: route.fulfill(status=409, json=busy),
        times=1,
    )

    with page.expect_response("**/finish") as finished:
        page.locator("input[type=file]").set_input_files(book)

    assert finished.value.json()["status"] == "received"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_page_is_wider_than_a_phone(
    archive: Archive, page: Page, theme: str
) -> None:
    document_id = archive.hold(BOOK)
    page.set_viewport_size({"width": 390, "height": 800})
    page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]

    for where in (
        "/",
        "/search?q=征地",
        f"/documents/{document_id}?q=征地",
        f"/documents/{document_id}/citation",
        "/intake",
        "/officials",
        "/handovers",
        "/help",
    ):
        page.goto(where)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, where


def test_the_chosen_theme_stays(page: Page) -> None:
    page.goto("/help")
    page.get_by_role("button", name="暗", exact=True).click()

    page.goto("/help")

    assert page.locator("html").get_attribute("data-theme") == "dark"


def test_searching_and_reading_work_without_scripts(
    archive: Archive, browser: Browser, address: str
) -> None:
    archive.hold(BOOK)
    token = archive.token("reader")
    context = browser.new_context(
        base_url=address,
        java_script_enabled=False,
        extra_http_headers={"Authorization": f"Bearer {token}"},
    )
    page = context.new_page()

    page.goto("/")
    page.get_by_role("searchbox").fill("征地")
    page.get_by_role("button", name="检索").click()
    page.locator("a.pg").first.click()
    page.get_by_role("link", name="下一处").click()

    assert page.locator("mark[aria-current]").count() == 1
    assert page.locator("[data-hit-position]").inner_text() == "2"
    context.close()
