"""Where in a text does a quotation stand nearly, and which characters differ?"""

from dataclasses import dataclass

MOST_CELLS = 1_000_000
"""The most pairs of characters that are compared one by one."""


@dataclass(frozen=True, slots=True)
class Edit:
    """A run of a quotation that stands for another run of the text."""

    quote_start: int
    quote_end: int
    text_start: int
    text_end: int


def nearest(quote: str, text: str) -> tuple[int, int, int]:
    """Return the fewest edits and the piece of the text that needs them.

    Of several pieces the last, and the longest that ends there.
    """
    fewest, end = _nearest_end(quote, text, is_anchored=False)
    _, length = _nearest_end(quote[::-1], text[:end][::-1], is_anchored=True)
    return fewest, end - length, end


def _nearest_end(quote: str, text: str, *, is_anchored: bool) -> tuple[int, int]:
    """Return the fewest edits that make the quotation a piece of the text, and its end.

    Myers' bit-parallel algorithm; an anchored piece begins where the text does.
    """
    size, carry = len(quote), int(is_anchored)
    last, full = 1 << (size - 1), (1 << size) - 1
    places: dict[str, int] = {}
    for i, character in enumerate(quote):
        places[character] = places.get(character, 0) | 1 << i
    up, down, score = full, 0, size
    best, best_end = size, 0
    for end, character in enumerate(text, start=1):
        equal = places.get(character, 0)
        vertical = equal | down
        diagonal = (((equal & up) + up) ^ up) | equal
        right, left = down | ~(diagonal | up) & full, up & diagonal
        score += bool(right & last) - bool(left & last)
        right, left = (right << 1 | carry) & full, left << 1 & full
        up, down = left | ~(vertical | right) & full, right & vertical
        if score <= best:
            best, best_end = score, end
    return best, best_end


def edits(quote: str, text: str) -> list[Edit]:
    """Return the runs in which two whole texts differ, fewest characters first."""
    head = 0
    while head < min(len(quote), len(text)) and quote[head] == text[head]:
        head += 1
    tail = 0
    while (
        tail < min(len(quote), len(text)) - head and quote[-1 - tail] == text[-1 - tail]
    ):
        tail += 1
    inner, other = quote[head : len(quote) - tail], text[head : len(text) - tail]
    if not inner and not other:
        return []
    if len(inner) * len(other) > MOST_CELLS:
        steps = [(0, len(inner), 0, len(other))]
    else:
        steps = _steps(inner, other)
    return [Edit(a + head, b + head, c + head, d + head) for a, b, c, d in steps]


def _steps(quote: str, text: str) -> list[tuple[int, int, int, int]]:
    table = _costs(quote, text)
    i = j = 0
    found: list[tuple[int, int, int, int]] = []
    while i < len(quote) or j < len(text):
        here = table[i][j]
        is_both = i < len(quote) and j < len(text)
        if is_both and quote[i] == text[j] and here == table[i + 1][j + 1]:
            i, j = i + 1, j + 1
            continue
        if is_both and here == table[i + 1][j + 1] + 1:
            step = (1, 1)
        elif i < len(quote) and here == table[i + 1][j] + 1:
            step = (1, 0)
        else:
            step = (0, 1)
        start = (i, j)
        i, j = i + step[0], j + step[1]
        if found and (found[-1][1], found[-1][3]) == start:
            found[-1] = (found[-1][0], i, found[-1][2], j)
        else:
            found.append((start[0], i, start[1], j))
    return found


def _costs(quote: str, text: str) -> list[list[int]]:
    """Return for each pair of rests how many edits make them one."""
    width = len(text)
    row = list(range(width, -1, -1))
    table = [row]
    for i in range(len(quote) - 1, -1, -1):
        below, row, character = row, [0] * width + [len(quote) - i], quote[i]
        for j in range(width - 1, -1, -1):
            if character == text[j]:
                row[j] = below[j + 1]
            else:
                row[j] = 1 + min(below[j + 1], below[j], row[j + 1])
        table.append(row)
    return table[::-1]
