"""Entries compared with what an independent formatter made of the same records.

The expected entries are those of citeproc-js with the CSL styles of GB/T 7714-2025 and
2015 (``make_expected.js``; neither is part of this repository). Every difference is one
of those argued in docs/adr/0011-entries-compared-with-citeproc.md.
"""

import json
from collections import Counter
from pathlib import Path

import pytest

from archive.cite import CitationStyle, cite
from tests.archive.citation.records import Record, records

FOLDER = Path(__file__).parent
STYLES: tuple[CitationStyle, ...] = ("gbt7714-2025", "gbt7714-2015")


def expected(style: CitationStyle) -> dict[str, str]:
    file = FOLDER / f"expected-{style[-4:]}.json"
    found: dict[str, str] = json.loads(file.read_text("utf-8"))
    return found


def difference(record: Record, style: CitationStyle, theirs: str) -> str | None:
    """Return the name of the difference that is argued for, if it is one."""
    ours = cite(record.document, None, record.page, None, style)
    if ours == theirs:
        return None
    without_page = cite(record.document, None, None, None, style)
    if without_page == theirs:
        return "a page that the style leaves out"
    sheet = "（3）" if style == "gbt7714-2025" else "(3)"
    if ours == theirs.replace(f". {sheet}.", ".").replace(sheet, ""):
        return "a page that is no sheet of a newspaper"
    return f"unexplained: {ours} / {theirs}"


@pytest.mark.parametrize("style", STYLES)
def test_every_entry_is_that_of_the_other_formatter_or_is_argued_for(
    style: CitationStyle,
) -> None:
    theirs = expected(style)
    assert {record.name for record in records()} == set(theirs)
    found = Counter(difference(r, style, theirs[r.name]) for r in records())

    equal = found.pop(None)
    if style == "gbt7714-2025":
        assert set(found) == {
            "a page that the style leaves out",
            "a page that is no sheet of a newspaper",
        }
    else:
        assert set(found) == {"a page that is no sheet of a newspaper"}
    assert equal >= 130
