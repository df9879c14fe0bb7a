"""Does every store keep what OCR read on each page?"""

import pytest

from archive.model import Sha256
from archive.page_readings import PageReading, ReadingProgress, ReadLine
from archive.store import Store
from tests.archive import store_samples as samples

READER = "ocr 2"
LINE = ReadLine(
    0, 3, (0.1, 0.2, 0.4, 0.25), 0.93, (0, 300, 700, 1000), False, (99, 80, 97)
)


def read(number: int, text: str = "示例县") -> PageReading:
    return PageReading(number, 1.414, 1, text, (LINE,))


@pytest.fixture
def sha256(store: Store) -> Sha256:
    return store.document(samples.readable(store), visible=None).sha256


def test_a_page_comes_back_as_it_was_read(store: Store, sha256: Sha256) -> None:
    store.page_readings.record(sha256, READER, read(2), pages=2)
    store.page_readings.record(sha256, READER, read(1), pages=2)

    assert store.page_readings.reading(sha256, READER, 2) == read(2)
    assert store.page_readings.readings(sha256, READER) == [read(1), read(2)]
    assert store.page_readings.reading(sha256, "ocr 3", 2) is None


def test_a_page_read_again_takes_the_place_of_the_former(
    store: Store, sha256: Sha256
) -> None:
    store.page_readings.record(sha256, READER, read(1), pages=3)
    store.page_readings.record(sha256, READER, read(1, "示例乡"), pages=3)

    assert store.page_readings.readings(sha256, READER) == [read(1, "示例乡")]
    assert store.page_readings.progress([sha256], READER) == {
        sha256: ReadingProgress(1, 3)
    }


def test_what_is_forgotten_can_be_read_anew(store: Store, sha256: Sha256) -> None:
    store.page_readings.record(sha256, READER, read(1), pages=1)

    store.page_readings.forget(sha256)

    assert store.page_readings.progress([sha256], READER) == {}


def test_each_reader_has_a_progress_of_its_own(store: Store, sha256: Sha256) -> None:
    for number in (1, 2, 3):
        store.page_readings.record(sha256, READER, read(number), pages=3)
    store.page_readings.record(sha256, "ocr 3", read(1), pages=3)
    store.page_readings.record(sha256, "ocr 1", read(1), pages=1)

    told = store.page_readings.progress
    assert told([sha256], READER) == {sha256: ReadingProgress(3, 3)}
    assert told([sha256], "ocr 3") == {sha256: ReadingProgress(1, 3)}
    assert told([sha256], "ocr 4") == {}


def test_what_was_read_goes_with_the_original(store: Store, sha256: Sha256) -> None:
    (document,) = store.documents(visible=None)
    store.page_readings.record(sha256, READER, read(1), pages=1)

    store.remove(document.id, actor="示例员")

    assert store.page_readings.readings(sha256, READER) == []


def test_characters_stand_side_by_side_in_their_line() -> None:
    boxes = list(LINE.character_boxes())
    even = list(ReadLine(0, 2, (0.0, 0.0, 1.0, 0.1), 1.0).character_boxes())
    down = list(ReadLine(0, 2, (0.0, 0.0, 0.1, 1.0), 1, (), True).character_boxes())

    assert boxes[0][0] == 0.1 and boxes[-1][2] == pytest.approx(0.4)
    assert boxes[0][2] == boxes[1][0] == pytest.approx(0.19)
    assert even == [(0.0, 0.0, 0.5, 0.1), (0.5, 0.0, 1.0, 0.1)]
    assert down == [(0.0, 0.0, 0.1, 0.5), (0.0, 0.5, 0.1, 1.0)]
