"""Are mentions set off in a text, by kind, and only as long as the reader wants?"""

import re

from archive.model import Analysis, DocumentId, Mention, MentionKind
from tests.web.archive_parts import Archive
from web.pages.marking import segments
from web.pages.mention_marks import shown_mentions

TEXT = "示例通知\n示例县示例局局长李示例到会，拨款三万元。"


def mention(words: str, kind: MentionKind) -> Mention:
    at = TEXT.index(words)
    return Mention(kind, at, at + len(words), words, "t")


MENTIONS = (
    mention("示例县", "place"),
    mention("示例县示例局", "organisation"),
    mention("局长", "post"),
    mention("李示例", "person"),
    mention("三万元", "quantity"),
)


def hold(archive: Archive) -> str:
    held = archive.hold(TEXT)
    archive.store.save_analysis(DocumentId(held), Analysis("t", "1", MENTIONS))
    return f"/documents/{held}"


def test_the_longest_of_nested_mentions_is_shown_and_no_amount() -> None:
    shown = shown_mentions(MENTIONS)

    assert [TEXT[start:end] for start, end, _ in shown] == [
        "示例县示例局",
        "局长",
        "李示例",
    ]
    assert [kind for _, _, kind in shown] == ["organisation", "post", "official"]


def test_found_words_within_a_mention_are_marked_and_nothing_is_lost() -> None:
    at = TEXT.index("例局")
    cut = segments(TEXT, 0, len(TEXT), [(at, at + 2)], named=shown_mentions(MENTIONS))

    assert "".join(segment.text for segment in cut) == TEXT
    (found,) = [segment for segment in cut if segment.mark is not None]
    assert (found.text, found.named) == ("例局", "organisation")


def test_a_text_shows_its_mentions_unchanged(archive: Archive) -> None:
    page = archive.as_role("reader").get(hold(archive)).text

    assert '<span class="m m-official">李示例</span>' in page
    text = page[page.index("data-text") : page.index("</article>")]
    assert "示例县示例局局长李示例到会，拨款三万元。" in re.sub("<[^>]+>", "", text)


def test_mentions_are_switched_off_for_all_documents_and_on_again(
    archive: Archive,
) -> None:
    reader = archive.as_role("reader")
    path = hold(archive)
    shown = '<span class="m m-official">李示例</span>'

    off = reader.get(path, params={"mentions": "off", "q": "到会"})
    assert shown not in off.text and "mentions=on" in off.text
    assert "到会" in off.text and "q=" in off.text
    assert shown not in reader.get(path).text

    assert shown in reader.get(path, params={"mentions": "on"}).text
    assert shown in reader.get(path).text
