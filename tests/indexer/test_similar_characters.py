"""Characters that a scanner or a typist takes for one another."""

from pathlib import Path

import pytest

from indexer.data.build_same_sound import TABLE, main
from indexer.similar_characters import look_alikes, same_sound, similar


@pytest.mark.parametrize(
    ("one", "other"), [("未", "末"), ("己", "已"), ("账", "帐"), ("戊", "戌")]
)
def test_look_alikes_go_both_ways(one: str, other: str) -> None:
    assert other in look_alikes(one)
    assert one in look_alikes(other)


def test_characters_of_one_sound_need_not_share_a_tone() -> None:
    assert {"计", "记", "级"} <= set(same_sound("纪"))
    assert same_sound("龥") == same_sound("a") == ()


def test_no_character_is_similar_to_itself() -> None:
    assert all(character not in similar(character) for character in "未已账计的")


def test_the_table_is_what_its_maker_makes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = TABLE.read_bytes()
    made = tmp_path / "same_sound.txt"
    monkeypatch.setattr("indexer.data.build_same_sound.TABLE", made)
    main()
    assert made.read_bytes() == kept
