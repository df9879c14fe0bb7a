"""What do the actions of the command ``terms`` do and print?"""

import argparse
import sys
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path

from archive.commands import OK, CommandContext, print_json, print_text
from archive.errors import TermNotFound, UnreadablePath
from archive.progress import progress_bar
from archive.store import Store
from archive.terms import Term, TermChange
from indexer.assembly import SEGMENTER, open_indexing, open_reader
from indexer.segment import open_dictionary
from indexer.terms.dictionary import as_table, as_words, read_dictionary
from indexer.terms.editing import TermEditor, term_of
from indexer.terms.evidence import proposals_for
from indexer.terms.glossary import Glossary, LiveGlossary, id_of
from indexer.terms.proposals import ProposalFile, find_proposals
from indexer.terms.shapes import change_json, line_json, proposal_json, term_json

ACTOR = "command"
Run = Callable[[argparse.Namespace, CommandContext, Store], int]


def run_terms(given: argparse.Namespace, context: CommandContext) -> int:
    """Do what ``given.action`` says."""
    with closing(context.open_store()) as store:
        return _ACTIONS[given.action](given, context, store)


def _list(_: argparse.Namespace, context: CommandContext, store: Store) -> int:
    for term in _glossary(store).used:
        if context.is_json:
            print_json(term_json(term))
        else:
            print_text("　".join(filter(None, (term.name, *term.variants))))
    return OK


def _propose(given: argparse.Namespace, context: CommandContext, store: Store) -> int:
    file = ProposalFile(context.data / "index")
    glossary = _glossary(store)
    dictionary = open_dictionary(context.data / SEGMENTER)
    found = find_proposals(store, glossary, dictionary)
    file.write(found)
    with closing(open_reader(context.data)) as engine:
        proposed = proposals_for(found.candidates, glossary, engine, visible=None)
        for _, proposal in zip(range(given.limit), proposed, strict=False):
            if context.is_json:
                print_json(proposal_json(proposal))
            else:
                print_text(f"{proposal.text}　{proposal.documents} 份")
    return OK


def _accept(given: argparse.Namespace, context: CommandContext, store: Store) -> int:
    term = _typed(given, given.name or given.word)
    return _done(_editor(store).accept(term, given.word), context, store)


def _refuse(given: argparse.Namespace, context: CommandContext, store: Store) -> int:
    return _done(_editor(store).refuse(given.words), context, store)


def _add(given: argparse.Namespace, context: CommandContext, store: Store) -> int:
    return _done(_editor(store).add(_typed(given, given.word)), context, store)


def _remove(given: argparse.Namespace, context: CommandContext, store: Store) -> int:
    one = id_of(given.word)
    if one not in _glossary(store).by_id:
        raise TermNotFound(id=given.word)
    return _done(_editor(store).remove(one), context, store)


def _load(given: argparse.Namespace, context: CommandContext, store: Store) -> int:
    path = Path(given.file)
    try:
        lines = read_dictionary(path.read_bytes(), path.name)
    except OSError as cause:
        raise UnreadablePath(path=str(path)) from cause
    change, lines = _editor(store).load(lines, is_whole=given.replace)
    for line in lines:
        if context.is_json:
            print_json(line_json(line))
        elif line.refusal:
            why = context.words(line.refusal, {})
            print_text(f"第{line.number}行未收：{line.text}　{why}")
    if change is not None:
        return _done(change, context, store)
    return OK


def _export(given: argparse.Namespace, context: CommandContext, store: Store) -> int:
    path, used = Path(given.file), _glossary(store).used
    is_table = path.suffix.lower() == ".csv"
    # With a mark, which spreadsheets need to read UTF-8.
    text = "\ufeff" + as_table(used) if is_table else as_words(used)
    try:
        path.write_bytes(text.encode())
    except OSError as cause:
        raise UnreadablePath(path=str(path)) from cause
    if context.is_json:
        print_json({"file": str(path), "terms": len(used)})
    else:
        print_text(f"已写出 {len(used)} 条。")
    return OK


def _changes(_: argparse.Namespace, context: CommandContext, store: Store) -> int:
    for change in store.terms.changes():
        if context.is_json:
            print_json(change_json(change))
        else:
            print_text(_said(change, context))
    return OK


def _undo(given: argparse.Namespace, context: CommandContext, store: Store) -> int:
    change = store.terms.undo(given.change, actor=ACTOR, why="")
    return _done(change, context, store)


def _done(change: TermChange, context: CommandContext, store: Store) -> int:
    """Tell what was changed, and build the index by it unless a service does."""
    if context.is_json:
        print_json(change_json(change))
    else:
        print_text(_said(change, context))
    indexing = open_indexing(context.data, store, processes=2)
    with indexing.writer() as writer:
        if writer is not None and writer.has_other_words():
            writer.rebuild(progress_bar("按新词表更新索引"))
        elif writer is None:
            sys.stderr.write("正在运行的服务会在后台按新词表更新索引。\n")
    return OK


def _said(change: TermChange, context: CommandContext) -> str:
    more = f" 等 {change.count} 条" if change.count > len(change.names) else ""
    undone = "（已撤销）" if change.undone_by else ""
    verb = context.words(f"term_action_{change.action}", {})
    return f"第{change.id}号　{verb}　{'、'.join(change.names)}{more}{undone}"


_ACTIONS: Mapping[str, Run] = {
    "list": _list,
    "propose": _propose,
    "accept": _accept,
    "refuse": _refuse,
    "add": _add,
    "remove": _remove,
    "load": _load,
    "export": _export,
    "changes": _changes,
    "undo": _undo,
}


def _typed(given: argparse.Namespace, name: str) -> Term:
    return term_of(
        name,
        kind=given.kind,
        definition=given.definition,
        variants=given.variant,
        origin=given.source,
    )


def _editor(store: Store) -> TermEditor:
    return TermEditor(store.terms, ACTOR)


def _glossary(store: Store) -> Glossary:
    return LiveGlossary(store.terms).now()
