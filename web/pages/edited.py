"""How is a text laid out with its edits made, and where does each stand?"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from web.pages.marking import Segment, ShownEdit
from web.pages.reading import Block, Piece


def edited(laid: Sequence[Block], edits: Sequence[ShownEdit]) -> list[Block]:
    """Return blocks whose words are cut at the edits that they are part of.

    The words stay those of the text; ``edits`` are in order and do not overlap.
    """
    waiting = list(reversed(edits))
    return [_block(block, waiting) for block in laid] if edits else list(laid)


def _block(block: Block, waiting: list[ShownEdit]) -> Block:
    rows = tuple(
        tuple(Piece(piece.start, tuple(_cut(piece, waiting))) for piece in row)
        for row in block.rows
    )
    words = [
        segment
        for row in rows
        for piece in row
        for segment in piece.segments
        if segment.text.strip()
    ]
    is_left_out = bool(words) and all(
        one.edit is not None and one.edit.holds and not one.edit.text for one in words
    )
    return replace(block, rows=rows, is_left_out=is_left_out)


def _cut(piece: Piece, waiting: list[ShownEdit]) -> Iterator[Segment]:
    at = piece.start
    for segment in piece.segments:
        end = at + len(segment.text)
        while at < end:
            while waiting and waiting[-1].end <= at:
                waiting.pop()
            edit = waiting[-1] if waiting and waiting[-1].start < end else None
            if edit is None:
                until = end
            elif edit.start > at:
                until, edit = edit.start, None
            else:
                until = min(edit.end, end)
            words = segment.text[len(segment.text) - (end - at) :][: until - at]
            opens = edit is not None and edit.start == at
            yield replace(segment, text=words, edit=edit, opens_edit=opens)
            at = until
