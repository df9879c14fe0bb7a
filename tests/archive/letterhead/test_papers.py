"""Invented papers (示例) of papers.txt: what each proves, and why it is there."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from archive.letterhead import read_letterhead
from archive.model import Metadata

PAPERS = Path(__file__).with_name("papers.txt")


@dataclass(frozen=True)
class Paper:
    """A text and the fields it must give; ``-`` says that a field must stay empty."""

    reason: str
    fields: dict[str, str]
    text: str


def papers() -> list[Paper]:
    blocks = PAPERS.read_text("utf-8").split("\n=== ")[1:]
    return [paper(block) for block in blocks]


def paper(block: str) -> Paper:
    head, text = block.split("\n---\n", 1)
    reason, *rows = head.split("\n")
    return Paper(reason, dict(row.split(": ", 1) for row in rows), text + "\n")


def shown(found: Metadata, field: str) -> str:
    value = getattr(found, field)
    if isinstance(value, tuple):
        return " | ".join(value) or "-"
    return value or "-"


@pytest.mark.parametrize("sample", papers(), ids=lambda sample: sample.reason)
def test_a_paper_gives_what_it_proves_and_no_more(sample: Paper) -> None:
    found = read_letterhead(sample.text, name="扫描件001.txt", media_type="text/plain")
    assert {field: shown(found, field) for field in sample.fields} == sample.fields


@pytest.mark.parametrize("sample", papers(), ids=lambda sample: sample.reason)
def test_a_field_read_from_the_text_has_its_proof(sample: Paper) -> None:
    found = read_letterhead(sample.text, name="扫描件001.txt", media_type="text/plain")
    given = {field for field in Metadata.__slots__ if getattr(found, field)}
    assert set(found.evidence) == given - {"evidence"}


def test_a_long_body_changes_no_field() -> None:
    sample = papers()[0]
    body = "为了规范交接，提出如下意见。\n"
    long_body = body + "各乡镇应当按照要求做好交接工作，确保平稳有序。\n" * 5_000
    assert body in sample.text
    found = read_letterhead(
        sample.text.replace(body, long_body), name="x.txt", media_type="text/plain"
    )
    assert {field: shown(found, field) for field in sample.fields} == sample.fields
