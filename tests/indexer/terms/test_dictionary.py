"""A dictionary is read line by line; what cannot be taken is refused with a reason."""

import pytest

from archive.errors import EmptyFile, UnsupportedFormat
from archive.terms import Term
from indexer.terms.dictionary import as_table, as_words, read_dictionary


def read(text: str, name: str = "词典.txt", encoding: str = "utf-8") -> list[Term]:
    lines = read_dictionary(text.encode(encoding), name)
    return [line.term for line in lines if line.term]


def refusals(text: str, name: str = "词典.txt") -> dict[int, str]:
    lines = read_dictionary(text.encode(), name)
    return {line.number: line.refusal for line in lines if line.refusal}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_jiebas_user_dictionary_is_read_in_any_encoding(encoding: str) -> None:
    text = "三色账 5 n\n卜示例 nr\n示例古渡口 3 ns\n示例水务中心 nt\n清单销号制\n" * 1
    terms = read(text, encoding=encoding)
    assert [(t.name, t.kind, t.frequency) for t in terms] == [
        ("三色账", "word", 5),
        ("卜示例", "person", None),
        ("示例古渡口", "place", 3),
        ("示例水务中心", "organisation", None),
        ("清单销号制", "word", None),
    ]
    assert {(t.source, t.origin) for t in terms} == {("dictionary", "词典.txt")}


def test_each_line_that_is_refused_says_why() -> None:
    text = "# 说明\n账\n三色账 5 n 多余\n三色账\n三色账\n20240101\n\n" + "长" * 41
    assert refusals(text) == {
        2: "term_too_short",
        3: "term_line_unreadable",
        5: "term_repeated",
        6: "term_without_letters",
        8: "term_too_long",
    }


def test_a_table_has_definitions_variants_and_kinds() -> None:
    text = (
        "词语,释义,别名,类别,词频,出处\n"
        '三色账,"红、黄、绿，三色",三色帐；三色台账,术语,3,示例办法\n'
        "卜示例,,,人名,,\n"
        "示例古渡口,,,ns,,\n"
        "某物,,,怪类,,\n"
        "某词,,,,多少,\n"
        "某条,,甲,,,\n"
    )
    first, person, place = read(text, "词典.csv")
    assert first.definition == "红、黄、绿，三色"
    assert first.variants == ("三色帐", "三色台账")
    assert (first.kind, first.frequency, first.origin) == ("term", 3, "示例办法")
    assert (person.kind, place.kind, place.origin) == ("person", "place", "词典.csv")
    assert refusals(text, "词典.csv") == {
        5: "term_kind_unknown",
        6: "term_frequency_no_number",
        7: "term_too_short",
    }


def test_a_table_without_headings_has_word_definition_variants() -> None:
    (term,) = read("三色账\t三色的账\t三色帐", "词典.tsv")
    assert (term.definition, term.variants) == ("三色的账", ("三色帐",))


def test_what_is_no_text_is_refused_as_a_whole() -> None:
    with pytest.raises(UnsupportedFormat):
        read_dictionary(b"PK\x03\x04rest", "词典.xlsx")
    with pytest.raises(EmptyFile):
        read_dictionary(b" \n", "词典.txt")


def test_the_apostrophe_before_a_formula_is_no_part_of_a_word() -> None:
    table = "词语,释义,别名\n三色账,'=红,'-甲乙；丙丁\n'@示例,''=甲,'常例'\n"

    first, second = read(table, "词典.csv")

    assert (first.definition, first.variants) == ("=红", ("-甲乙", "丙丁"))
    assert (second.name, second.definition) == ("@示例", "'=甲")
    assert second.variants == ("'常例'",)


def test_what_is_written_is_read_back() -> None:
    terms = [
        Term("三色账", "term", "红、黄\n绿", ("三色帐",), "dictionary", "甲,乙", 3),
        Term("卜示例", "person", source="dictionary", origin="词典.csv"),
        Term("会议学习", "word", source="dictionary", origin="词典.csv"),
    ]
    assert read(as_table(terms), "词典.csv") == terms
    words = read(as_words(terms))
    assert [(t.name, t.kind) for t in words] == [
        ("三色账", "term"),
        ("三色帐", "term"),
        ("卜示例", "person"),
        ("会议学习", "word"),
    ]
