"""Do names stand where a reader looks for them in a list by pinyin?"""

from archive.model import EntityKind
from indexer.pinyin_order import first_letter, spelling


def test_a_name_stands_under_the_letter_that_it_is_read_with() -> None:
    cases: tuple[tuple[str, EntityKind, str], ...] = (
        ("李", "official", "L"),
        ("曾", "official", "Z"),
        ("单", "official", "S"),
        ("重", "place", "C"),
        ("长", "place", "C"),
        ("瞿", "place", "Q"),
        ("乐", "place", "L"),
        ("a", "term", "A"),
        ("7", "term", ""),
        ("《", "term", ""),
    )
    for character, kind, letter in cases:
        assert first_letter(character, kind) == letter, character


def test_names_are_ordered_syllable_by_syllable() -> None:
    names = ["周明达", "7号地", "李文远", "李文", "安康市", "李安"]

    ordered = sorted(names, key=lambda name: spelling(name, "official"))

    assert ordered == ["安康市", "李安", "李文", "李文远", "周明达", "7号地"]
    assert spelling("", "official") == spelling("", "place")
