"""What do the commands that ask print: search, one query or many?"""

import argparse
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TextIO, cast, get_args

from archive.commands import FAILED, OK, CommandContext, print_json, print_text
from archive.encoding import decode
from archive.errors import UnreadablePath
from archive.model import PartialDate
from archive.progress import progress_bar
from archive.store import Store
from indexer.assembly import open_indexing, open_reader, open_search
from indexer.engine import FilterKind, Hit, MarkedPassage, Sort
from indexer.errors import IndexRebuilding, MissingArgument
from indexer.live import LiveEngine
from indexer.search import Answer, SearchService, TypedSearch, check_search
from indexer.settings import SearchSettings
from indexer.shapes import answer_json

WAIT_SECONDS = 60.0
_BATCH_LIMIT = 1000


def run_search(arguments: argparse.Namespace, context: CommandContext) -> int:
    """Answer one query, or every query of a file."""
    if not arguments.queries:
        if arguments.query is None:
            raise MissingArgument(verb="search", name="检索词")
        check_search(_typed(arguments))
    elif not arguments.run:
        raise MissingArgument(verb="search", name="结果文件（--run）")
    store = context.open_store()
    engine = open_reader(context.data)
    wait_until_current(context.data, store, engine)
    settings = SearchSettings.from_environment(context.environment)
    service = open_search(context.data, store, engine, settings)
    if arguments.queries:
        return _run_batch(arguments, service)
    if arguments.query is None:
        raise MissingArgument(verb="search", name="检索词")
    answer = service.search(_typed(arguments), visible=None)
    if context.is_json:
        print_json(answer_json(answer))
    else:
        _print_answer(answer)
    return OK


def wait_until_current(data: Path, store: Store, engine: LiveEngine) -> None:
    """Bring the index up to the store, or wait for the process that does.

    Looks at every byte of the index first, about a second for each gigabyte: nobody
    else may be there to notice that it is damaged.
    """
    with suppress(IndexRebuilding):
        engine.verify()
    if engine.position() < store.position() or not engine.is_there():
        indexing = open_indexing(data, store, processes=2)
        indexing.make_visible(engine, wait_seconds=WAIT_SECONDS)


def _typed(arguments: argparse.Namespace) -> TypedSearch:
    filters = {kind: tuple(getattr(arguments, kind) or ()) for kind in filter_kinds()}
    return TypedSearch(
        query=arguments.query,
        filters={kind: values for kind, values in filters.items() if values},
        issued_from=arguments.issued_from and PartialDate(arguments.issued_from),
        issued_to=arguments.issued_to and PartialDate(arguments.issued_to),
        sort=cast("Sort", arguments.sort),
        limit=arguments.limit if arguments.limit is not None else 10,
        after=arguments.after,
        with_synonyms=not arguments.no_synonyms,
    )


def filter_kinds() -> tuple[FilterKind, ...]:
    """Return the kinds a search may be restricted by."""
    return get_args(FilterKind)


def _run_batch(arguments: argparse.Namespace, service: SearchService) -> int:
    """Write a TREC run: query id, Q0, document, rank, score, tag."""
    if not arguments.run:
        raise MissingArgument(verb="search", name="结果文件（--run）")
    limit = arguments.limit if arguments.limit is not None else 100
    queries = list(_queries(Path(arguments.queries)))
    with _written(Path(arguments.run)) as run:
        for query_id, query in queries:
            hits = service.rank(query, limit=min(limit, _BATCH_LIMIT), visible=None)
            for rank, hit in enumerate(hits, start=1):
                name = "_".join(hit.name.split())
                run.write(f"{query_id} Q0 {name} {rank} {hit.score:.6f} handover\n")
    return OK


def _queries(path: Path) -> Iterator[tuple[str, str]]:
    """Yield the id and query of each line, in whatever encoding the file is."""
    try:
        text = decode(path.read_bytes()).text
    except OSError as cause:
        raise UnreadablePath(path=str(path)) from cause
    for line in text.splitlines():
        query_id, tab, query = line.partition("\t")
        if tab and query_id.strip():
            yield query_id.strip(), query


def _written(path: Path) -> TextIO:
    try:
        return path.open("w", encoding="utf-8")
    except OSError as cause:
        raise UnreadablePath(path=str(path)) from cause


def _print_answer(answer: Answer) -> None:
    page = answer.page
    print_text(f"{answer.interpretation}")
    print_text(f"共 {page.total} 份，用时 {answer.milliseconds:.0f} 毫秒")
    for hit in page.hits:
        print_text("\n" + _title(hit))
        for passage in hit.passages:
            print_text("    " + _passage(passage))
    if page.next:
        print_text(f"\n下一页：--after {page.next}")
    for part in answer.parts:
        similar = f"，有写法相近的“{part.similar}”" if part.similar else ""
        print_text(f"{part.written}　单独命中 {part.total} 份{similar}")
    if answer.also:
        print_text("\n也查了：" + "、".join(answer.also))
    if answer.suggestion:
        print_text(f"\n不妨试试：{answer.suggestion}")


def _title(hit: Hit) -> str:
    named = f"被馆藏 {hit.named_by} 部文件引用" if hit.named_by else None
    facts = [hit.number, "、".join(hit.issuers), hit.issued_on, hit.type, named]
    quiet = "　".join(fact for fact in facts if fact)
    return f"{hit.title or hit.name}\n  {hit.document_id}　{quiet}".rstrip()


def _passage(passage: MarkedPassage) -> str:
    before, after = ("\x1b[1;4m", "\x1b[0m") if sys.stdout.isatty() else ("【", "】")
    pieces, at = [], passage.start
    for start, end in passage.marks:
        pieces.append(passage.text[at - passage.start : start - passage.start])
        found = passage.text[start - passage.start : end - passage.start]
        pieces.append(f"{before}{found}{after}")
        at = end
    pieces.append(passage.text[at - passage.start :])
    page = f"第{passage.page}页　" if passage.page else ""
    return page + " ".join("".join(pieces).split())


def run_rebuild(_: argparse.Namespace, context: CommandContext) -> int:
    """Build the index anew from the store."""
    store = context.open_store()
    indexing = open_indexing(context.data, store, processes=2)
    with indexing.writer(wait_seconds=WAIT_SECONDS) as writer:
        if writer is None:
            if context.is_json:
                print_json({"rebuilt": False, "reason": "another process indexes"})
            else:
                sys.stderr.write("另一个进程正在写索引，请先停止它再重建。\n")
            return FAILED
        position = writer.rebuild(progress_bar("重建索引"))
    if context.is_json:
        print_json({"rebuilt": True, "position": position})
    else:
        print_text("索引已重建。")
    return OK
