import importlib
import logging
import re
from collections.abc import Iterator

import pytest

from archive.errors import ArchiveError
from archive.shapes import error_json
from tests.web.archive_parts import Archive
from web.errors import status_of
from web.messages import MESSAGES, next_step, sentence, words

TREES = ("archive.errors", "indexer.errors", "web.failures")


def _classes(kind: type[ArchiveError]) -> Iterator[type[ArchiveError]]:
    yield kind
    for child in kind.__subclasses__():
        yield from _classes(child)


def _tree() -> list[type[ArchiveError]]:
    for module in TREES:
        importlib.import_module(module)
    return list(_classes(ArchiveError))


def test_every_error_has_its_own_code_and_a_sentence_and_a_status() -> None:
    codes = [kind.code for kind in _tree()]
    assert sorted(codes) == sorted(set(codes))
    assert set(codes) <= set(MESSAGES)
    for kind in _tree():
        assert 400 <= status_of(kind.__new__(kind)) < 600


def test_every_sentence_belongs_to_an_error_or_a_notice() -> None:
    codes = {kind.code for kind in _tree()}
    for code in set(MESSAGES) - codes:
        assert _is_used(code), code


def _is_used(code: str) -> bool:
    from pathlib import Path

    packages = (
        Path(package).rglob("*.py") for package in ("archive", "indexer", "web")
    )
    sources = [p for files in packages for p in files if p.name != "messages.py"]
    return any(f'"{code}"' in source.read_text("utf-8") for source in sources)


@pytest.mark.parametrize("code", sorted(MESSAGES))
def test_a_sentence_reads_well_even_without_facts(code: str) -> None:
    for text in (sentence(code, {}), next_step(code, {})):
        assert text and "{" not in text
        assert re.fullmatch(r".*[。)）a-z]", text), text
    assert words(code, {}) == sentence(code, {}) + next_step(code, {})


def test_sizes_are_said_in_units_of_people() -> None:
    said = words("too_large", {"limit_bytes": 200 * 1024 * 1024})
    assert "200 MB" in said


def test_an_error_has_the_one_shape() -> None:
    shape = error_json("document_not_found", {"document_id": "x"}, words)
    assert set(shape) == {"error", "message", "details"}


def test_a_program_gets_json_and_a_browser_a_page(archive: Archive) -> None:
    reader = archive.as_role("reader")
    for path, accept in (("/api/nothing", "*/*"), ("/nothing", "application/json")):
        response = reader.get(path, headers={"accept": accept})
        assert response.status_code == 404
        assert response.json()["error"] == "address_not_found"
    page = reader.get("/nothing", headers={"accept": "text/html"})
    assert page.status_code == 404
    assert page.headers["content-type"].startswith("text/html")


def test_what_is_hidden_and_what_is_not_there_are_one_answer(archive: Archive) -> None:
    hidden = archive.hold("机要", collection="机要")
    reader = archive.as_role("reader", "公开")
    for suffix in ("", "/original", "/text", "/pages/1.png"):
        there = reader.get(f"/api/documents/{hidden}{suffix}")
        absent = reader.get(f"/api/documents/{'0' * 20}{suffix}")
        assert there.status_code == absent.status_code == 404
        assert there.text.replace(hidden, "") == absent.text.replace("0" * 20, "")
    there_page = reader.get(f"/documents/{hidden}")
    absent_page = reader.get(f"/documents/{'0' * 20}")
    assert there_page.status_code == absent_page.status_code == 404
    assert there_page.text.replace(hidden, "") == absent_page.text.replace("0" * 20, "")


def test_a_fault_of_ours_gives_a_reference_and_nothing_else(
    archive: Archive, caplog: pytest.LogCaptureFixture
) -> None:
    reader = archive.as_role("reader")
    archive.store.close()
    (archive.folder / "store.sqlite3").unlink()
    with caplog.at_level(logging.CRITICAL):
        response = reader.get("/api/jobs")
    assert response.status_code in (500, 503)
    assert "sqlite" not in response.text.lower()
    assert "Traceback" not in response.text
    assert set(response.json()) == {"error", "message", "details"}


def test_a_wrong_method_is_said_to_be_one(archive: Archive) -> None:
    response = archive.as_role("archivist").put("/api/search")
    assert response.status_code == 405
    assert response.json()["error"] == "method_not_allowed"
    assert response.headers["allow"]
