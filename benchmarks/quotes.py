"""How right and how fast are verdicts on quotations of known truth?

``python -m benchmarks.quotes DATA [COUNT]`` draws quotations from the documents of a
data folder that is filled and indexed: as they stand, in another width or broken over
lines, with one character changed, and made of words that no document holds together.
"""

import random
import re
import sys
import time
from collections import Counter
from pathlib import Path

from archive.model import DocumentId
from archive.settings import StoreSettings
from archive.store import Store, open_store
from indexer.assembly import open_reader
from indexer.fold import fold_query
from indexer.quotes.checker import QuotationChecker
from indexer.quotes.drafts import quotations

KINDS = ("exact", "folded", "altered", "absent")
_HAN = re.compile("[\u3400-\u9fff0-9，、；：。]+")
_WIDE = {ord(c): chr(ord(c) + 0xFEE0) for c in "0123456789"} | {
    0xFF0C: ",",
    0xFF1A: ":",
}


def main() -> None:
    """Print how many verdicts are right, kind by kind, and the time of all."""
    data, count = Path(sys.argv[1]), int((sys.argv[2:] or ["200"])[0])
    store = open_store(data, StoreSettings(), name_key=fold_query)
    drawn = _drawn(store, count, random.Random(7))
    draft = "\n".join(f"文中说“{words}”。" for _, words in drawn)
    checker = QuotationChecker(store, open_reader(data))
    checker.check("“交接”", visible=None)
    began = time.perf_counter()
    checked = checker.check(draft, visible=None).quotations
    seconds = time.perf_counter() - began
    pairs = [(kind, one.verdict) for (kind, _), one in zip(drawn, checked, strict=True)]
    right = sum(kind == verdict for kind, verdict in pairs)
    false = sum(kind != verdict == "exact" for kind, verdict in pairs)
    print(f"{len(pairs)} quotations, {seconds:.2f} s")
    print(f"right {right / len(pairs):.3f}, false exact {false}")
    for (kind, verdict), number in sorted(Counter(pairs).items()):
        print(f"  {kind} judged {verdict}: {number}")
    store.close()


def _drawn(store: Store, count: int, rng: random.Random) -> list[tuple[str, str]]:
    ids = [name.id for name in store.document_names(visible=None)]
    alphabet = _words(store, ids[0])
    drawn: list[tuple[str, str]] = []
    while len(drawn) < count:
        kind = KINDS[len(drawn) % len(KINDS)]
        words = _words(store, rng.choice(ids))
        if len(words) < 100:
            continue
        at, size = rng.randrange(len(words) - 40), rng.randint(18, 40)
        piece = _made(kind, words[at : at + size], alphabet, rng)
        if piece and len(quotations(f"“{piece}”")) == 1:
            drawn.append((kind, piece))
    rng.shuffle(drawn)
    return drawn


def _words(store: Store, document_id: DocumentId) -> str:
    return store.extraction(document_id, visible=None).text


def _made(kind: str, piece: str, alphabet: str, rng: random.Random) -> str | None:
    """Return a quotation of a kind, or None if this piece does not make one."""
    if not _HAN.fullmatch(piece):
        return None
    match kind:
        case "exact":
            return piece
        case "folded":
            made = piece.translate(_WIDE)
            return made if made != piece else f"{piece[:9]}\n{piece[9:]}"
        case "altered":
            at = rng.randrange(4, len(piece) - 4)
            if rng.random() < 0.5:
                return piece[:at] + rng.choice("不未非") + piece[at:]
            return piece[:at] + ("9" if piece[at] != "9" else "8") + piece[at + 1 :]
        case _:
            han = [c for c in alphabet if "\u3400" <= c <= "\u9fff"]
            return "".join(rng.choice(han) for _ in piece)


if __name__ == "__main__":
    main()
