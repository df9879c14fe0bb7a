"""Invented sentences (示例) that were once read wrongly."""

from archive.model import OfficialFound
from archive.receive import complete, given_extraction
from indexer.analysis import open_analyser


def officials(text: str) -> dict[str, OfficialFound]:
    read = complete(given_extraction(text), "")
    found = open_analyser().analyse(read.extraction, read.metadata).officials
    return {official.name: official for official in found}


def test_a_post_at_the_end_of_a_clause_is_not_the_next_persons() -> None:
    found = officials(
        "免去林守田同志上梅乡党委书记职务，任武夷山市交通运输局局长；\n"
        "吴建彬同志任上梅乡党委书记，不再担任吴屯乡乡长职务。\n"
    )
    assert [(p.title, p.status) for p in found["吴建彬"].posts] == [
        ("党委书记", None),
        ("乡长", "原"),
    ]
    assert [(p.title, p.status) for p in found["林守田"].posts] == [
        ("党委书记", "原"),
        ("局长", None),
    ]


def test_a_term_of_office_is_nobody() -> None:
    assert not officials("上梅乡党委书记任期内（2020年至2024年）完成三项工程。")
