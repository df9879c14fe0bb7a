"""Which works a text names."""

import pytest

from indexer.fold import fold_query
from indexer.naming import KEY_BITS, key_of, most_lift, names_in, standing, work_of


@pytest.mark.parametrize(
    ("title", "work"),
    [
        ("中华人民共和国示例法第五十四条之一", "示例法"),
        ("中華人民共和國示例法（試行）", "示例法"),
        ("《示例县档案管理办法》", "示例县档案管理办法"),
        ("示例县关于印发《示例县档案管理办法（试行）》的通知", "示例县档案管理办法"),
        (
            "示例县关于转发《示例县档案管理办法》的通知",
            "示例县关于转发示例县档案管理办法的通知",
        ),
        (None, "示例清单"),
        ("", "示例清单"),
    ],
)
def test_a_work_is_its_title_in_short_form(title: str | None, work: str) -> None:
    assert work_of(title, "示例清单.docx") == work


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("依照《示例县档案管理办法（试行）》办理", ["示例县档案管理办法"]),
        ("见《关于印发〈示例县档案管理办法〉的通知》", ["示例县档案管理办法"]),
        ("见《关于上梅乡\n交接的通知》", ["关于上梅乡交接的通知"]),
        ("违反中华人民共和国示例法的", ["示例法"]),
        ("依照示例法和民事示例法的规定，", ["示例法", "民事示例法"]),
        ("根据《示例法》、示例条例，", ["示例条例", "示例法"]),
        ("依照示例法实施细则第二条", ["示例法实施细则"]),
        ("依照示例法修正案，", []),
        ("按照本办法和前款规定", []),
        ("《刑法》和《家法》", ["刑法", "家法"]),
    ],
)
def test_names_are_found_in_signs_and_after_border_words(
    text: str, named: list[str]
) -> None:
    found = names_in(fold_query(text))
    assert set(named) <= set(found)
    assert not {"修正案", "本办法", "前款规定", "示例法实施"} & set(found)
    assert named or not found


def test_a_longer_name_is_not_also_the_shorter_one() -> None:
    assert "示例法" not in names_in("依照示例法实施条例,")
    assert "事诉讼法" not in names_in("依照民事诉讼法,")


def test_keys_are_stable_and_fit_beside_a_document_number() -> None:
    assert key_of("示例法") == key_of("示例法") != key_of("示例条例")
    assert max(key_of(str(i)) for i in range(100)) < 1 << KEY_BITS


def test_standing_grows_with_naming_and_covered_questions_get_no_lift() -> None:
    assert standing(0.0) == 0 < standing(1.0) < standing(10.0) == 0.5
    assert most_lift(8.0, 1.0, 0.4) == 0
    assert most_lift(8.0, 0.25, 0.4) == pytest.approx(2.4)
