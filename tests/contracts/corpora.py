"""Small random archives and questions, and how the suite prepares documents."""

import re
from collections.abc import Mapping

from hypothesis import strategies as st

from archive.cleaning.edits import Edit
from archive.model import DocumentId, Page, PartialDate, Passage
from indexer.engine import IndexedDocument, SearchRequest, Sort, Value
from indexer.fold import fold, fold_query
from indexer.naming import names_in
from indexer.query import (
    AllOf,
    AnyOf,
    AnyText,
    DateRange,
    Everything,
    Field,
    Fuzzy,
    Literal,
    Near,
    Not,
    Query,
    Text,
    Unit,
    Wildcard,
    Words,
)
from indexer.reading_view import fold_edited

COLLECTIONS = ("公开", "机要", "人事")

_GLOSS = re.compile(r"\(py\)")
_ALPHABET = "交接书县长清國国单〇１2aB \n，。（）䶮𬱖"
_PIECES = (
    "《交接清单》",
    "依照县长法，",
    "交接书",
    "县长",
    "實(py)情",
    "国发〔2023〕1号",
    "AB cd",
    "，",
    "\n",
    "。",
)
_TITLES = (None, "交接清单", "县长 2", "", "县长法", "县长法第二条")
_TYPES = (None, "通知", "交接书")
_DATES = (None, "2011", "2012", "2012-05", "2012-05-17", "2013-01-02", "2013-02-30")
_PLACES = ("甲县", "乙县", "丙市")
_VALUE = st.sampled_from(_PLACES).map(lambda name: Value(f"place-{name}", name))
_AMONG = (
    None,
    None,
    frozenset({DocumentId("d0"), DocumentId("d2")}),
    frozenset[DocumentId](),
)
_SORTS: tuple[Sort, ...] = ("relevance", "newest", "oldest")


def words(folded: str) -> list[str]:
    """Return pieces of at most two characters, which is segmentation enough here."""
    runs = re.findall(r"\w+", folded)
    return [run[at : at + 2] for run in runs for at in range(0, len(run), 2)]


def document(
    key: str,
    text: str,
    *,
    title: str | None = None,
    collection: str = "公开",
    issued_on: str | None = None,
    type: str | None = None,
    values: Mapping[str, tuple[Value, ...]] | None = None,
    pages: tuple[Page, ...] = (),
) -> IndexedDocument:
    """Return a document as an update prepares it; its passages are its lines."""
    folded = fold(text)
    glosses = [
        Edit(*found.span(), "", "pinyin_gloss", "", is_certain=True)
        for found in _GLOSS.finditer(text)
    ]
    reading = fold_edited(text, glosses) if glosses else None
    body = reading or folded
    return IndexedDocument(
        id=DocumentId(key),
        collection=collection,
        name=f"{key}.txt",
        text=text,
        folded=folded,
        title=title,
        type=type,
        issued_on=PartialDate(issued_on) if issued_on else None,
        pages=pages,
        passages=_lines(text),
        reading=reading,
        words=tuple(words(f"{fold_query(title or '')}\n{body.text}")),
        names=names_in(body.text),
        values=values or {},
    )


def asked(text: str, *, best: bool = False) -> Words:
    """Return interpreted words, cut as the documents are."""
    terms = tuple(dict.fromkeys(words(fold_query(text))))
    return Words(text, terms, "best" if best else "all")


def quoted(text: str) -> Literal:
    """Return an interpreted literal."""
    return Literal(text, fold_query(text))


def wild(text: str) -> Wildcard:
    """Return an interpreted wildcard."""
    return Wildcard(text, fold_query(text))


def fuzzy(text: str) -> Fuzzy:
    """Return a fuzzy word of which any character may be another."""
    folded = fold_query(text)
    wrong = (f"{folded[:at]}?{folded[at + 1 :]}" for at in range(len(folded)))
    return Fuzzy(text, folded, (folded, *wrong))


def named(*names: str) -> tuple[Value, ...]:
    """Return values without entities."""
    return tuple(Value(fold_query(name), name) for name in names)


texts = st.lists(
    st.one_of(st.sampled_from(_PIECES), st.text(_ALPHABET, max_size=6)), max_size=12
).map("".join)


@st.composite
def archives(draw: st.DrawFn) -> list[IndexedDocument]:
    """Return up to eight documents with texts, fields, values and pages."""
    found = draw(st.lists(texts, max_size=8))
    return [_drawn(draw, f"d{number}", text) for number, text in enumerate(found)]


def _drawn(draw: st.DrawFn, key: str, text: str) -> IndexedDocument:
    places = tuple(draw(st.sets(_VALUE, max_size=2)))
    half = len(text) // 2
    return document(
        key,
        text,
        title=draw(st.sampled_from(_TITLES)),
        collection=draw(st.sampled_from(COLLECTIONS)),
        issued_on=draw(st.sampled_from(_DATES)),
        type=draw(st.sampled_from(_TYPES)),
        values={"place": places} if places else None,
        pages=(Page(1, 0, half), Page(2, half, len(text))),
    )


_dates = st.sampled_from((None, "2011", "2012", "2012-05", "2012-05-17")).map(
    lambda date: PartialDate(date) if date else None
)
_units: tuple[Unit, ...] = ("sentence", "paragraph")
_near_texts: st.SearchStrategy[Literal | Wildcard | Fuzzy] = st.one_of(
    st.builds(quoted, st.text("交接书县长2aB。\n", min_size=1, max_size=2)),
    st.builds(wild, st.sampled_from(("交?书", "交*县", "a*?", "县*书*交"))),
    st.builds(fuzzy, st.sampled_from(("交接书", "县长"))),
)
_any_texts: st.SearchStrategy[Text] = st.one_of(
    _near_texts,
    st.builds(
        lambda *parts: AnyText(parts), st.builds(quoted, st.just("交")), _near_texts
    ),
)
_near: st.SearchStrategy[Query] = st.one_of(
    st.builds(
        Near,
        st.lists(_any_texts, min_size=2, max_size=3).map(tuple),
        st.sampled_from(_units),
    ),
    st.builds(Near, st.tuples(_any_texts, _any_texts), st.integers(1, 6)),
)
_leaves: st.SearchStrategy[Query] = st.one_of(
    st.just(Everything()),
    st.builds(asked, st.one_of(st.sampled_from(_PIECES), texts), best=st.booleans()),
    st.builds(quoted, st.one_of(st.text(_ALPHABET, max_size=4), st.just("實情"))),
    st.builds(
        lambda name: Field("place", name, (f"place-{name}",)), st.sampled_from(_PLACES)
    ),
    st.builds(
        lambda title: Field("title", title, (fold_query(title),)),
        st.sampled_from(("清單", "２", "无")),
    ),
    st.builds(wild, st.sampled_from(("交?书", "清?", "国*号", "县*长*书", "a?c"))),
    st.builds(fuzzy, st.sampled_from(("交接书", "县长", "清单"))),
    _near,
    st.just(Field("type", "通知", ("通知",))),
    st.just(Field("place", "", ())),
    st.builds(DateRange, _dates, _dates),
)
queries: st.SearchStrategy[Query] = st.recursive(
    _leaves,
    lambda inner: st.one_of(
        st.builds(AllOf, st.lists(inner, max_size=3).map(tuple)),
        st.builds(AnyOf, st.lists(inner, max_size=3).map(tuple)),
        st.builds(Not, inner),
    ),
    max_leaves=4,
)
requests = st.builds(
    SearchRequest,
    query=queries,
    filters=st.sampled_from(
        ({}, {"place": ("place-甲县", "place-乙县")}, {"type": ("交接书",)})
    ),
    issued_from=_dates,
    issued_to=_dates,
    sort=st.sampled_from(_SORTS),
    limit=st.integers(1, 4),
    among=st.sampled_from(_AMONG),
    naming_weight=st.sampled_from((0.0, 0.4, 3.0)),
)
visibles = st.sampled_from(
    (None, frozenset(), frozenset({"公开"}), frozenset({"公开", "人事"}))
)


def _lines(text: str) -> tuple[Passage, ...]:
    lines = text.splitlines(keepends=True)
    starts = [sum(map(len, lines[:ordinal])) for ordinal in range(len(lines))]
    return tuple(
        Passage(ordinal, start, start + len(line))
        for ordinal, (start, line) in enumerate(zip(starts, lines, strict=True))
    )
