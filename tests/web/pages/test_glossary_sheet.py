"""Is the glossary's sheet safe in a spreadsheet program, and read back as it was?"""

from archive.terms import Term, TermEdit
from indexer.terms.dictionary import read_dictionary
from tests.web.archive_parts import Archive


def test_no_cell_of_the_glossary_is_a_formula_and_it_is_read_back(
    archive: Archive,
) -> None:
    term = Term(
        "三色账",
        definition='=HYPERLINK("https://example.invalid")',
        variants=("@示例", "+三色帐"),
        source="dictionary",
        origin="-词典.csv",
    )
    plain = Term("销号", definition="'=甲", source="dictionary", origin="词典.csv")
    edits = [TermEdit(None, term), TermEdit(None, plain)]
    archive.store.terms.record("add", edits, actor="某人", why="")

    sheet = archive.as_role("reader").get("/terms/glossary.csv")

    assert "三色账,\"'=HYPERLINK(" in sheet.text
    assert ",'@示例；+三色帐,术语,,'-词典.csv" in sheet.text
    read = read_dictionary(sheet.content, "glossary.csv")
    found = {line.term for line in read if line.term}
    assert {(t.name, t.definition, t.variants, t.origin) for t in found} >= {
        (t.name, t.definition, t.variants, t.origin) for t in (term, plain)
    }
