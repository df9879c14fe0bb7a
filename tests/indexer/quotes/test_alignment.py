from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.quotes.alignment import edits, nearest

SHORT = st.text("甲乙丙", min_size=1, max_size=7)


def distance(one: str, other: str) -> int:
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        last, row[0] = row[0], i
        for j, b in enumerate(other, start=1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (a != b))
    return row[-1]


@settings(derandomize=True, deadline=None, max_examples=150)
@given(SHORT, SHORT)
def test_the_nearest_piece_is_as_near_as_any(quote: str, text: str) -> None:
    fewest, start, end = nearest(quote, text)
    pieces = [text[a:b] for a in range(len(text) + 1) for b in range(a, len(text) + 1)]
    assert fewest == min(distance(quote, piece) for piece in pieces)
    assert distance(quote, text[start:end]) == fewest


@settings(derandomize=True, deadline=None, max_examples=150)
@given(SHORT, SHORT)
def test_edits_turn_one_text_into_the_other(quote: str, text: str) -> None:
    made, at, cost = "", 0, 0
    for edit in edits(quote, text):
        made += quote[at : edit.quote_start] + text[edit.text_start : edit.text_end]
        at = edit.quote_end
        cost += max(edit.quote_end - edit.quote_start, edit.text_end - edit.text_start)
    assert made + quote[at:] == text
    assert cost <= distance(quote, text)


def test_a_changed_last_character_is_a_difference_not_a_loss() -> None:
    assert nearest("甲乙丁", "丑甲乙丙寅") == (1, 1, 4)
