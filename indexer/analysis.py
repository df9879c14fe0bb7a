"""What does a document say: its mentions, entities, officials and handover?"""

import logging
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from archive.model import (
    Analysis,
    Document,
    Entity,
    EntityId,
    Extraction,
    Mention,
    Metadata,
    OfficialFound,
    Span,
)
from indexer.engine import Value
from indexer.fold import fold_query
from indexer.gazetteer import Gazetteer, year_of
from indexer.reading_view import reading_view
from indexer.recognise import recognisers
from indexer.recognise.base import Found, Reading, Recogniser
from indexer.recognise.habit import is_administrative
from indexer.recognise.handover import handover
from indexer.recognise.normal import Normal, normalise
from indexer.recognise.officials import Holding, by_name, distinct, holdings
from indexer.recognise.places import last_year
from indexer.recognise.recognition import Recognition, incomplete, recognition, versions
from indexer.resolve import PlaceEntities, Resolver
from indexer.terms.glossary import shipped_lexicon
from indexer.terms.lexicon import Lexicon

log = logging.getLogger(__name__)

ANALYSER = "rules and tagger"
VERSION = "4"
"""Raised when the resolution would give something else; recognisers have their own."""

# A scraper's pinyin, or a gap in a name such as 王 强.
_GLOSS_OR_SPACE = re.compile("\\s|[(（][a-zà-üāēěīōūǎǐǒǔǖǘǚǜɡɑ]{1,7}[)）]")
_FACETED = ("place", "organisation", "post", "term")


def open_analyser(lexicon: Lexicon | None = None) -> "Analyser":
    """Return an analyser with the shipped gazetteer and recognisers.

    ``lexicon`` holds the archive's own names; without it, the shipped glossary.
    """
    return Analyser(
        Gazetteer(), recognisers, shipped_lexicon() if lexicon is None else lexicon
    )


class Analyser:
    """Recognises and resolves one document at a time."""

    def __init__(
        self,
        gazetteer: Gazetteer,
        open_recognisers: Callable[[Gazetteer, Lexicon], Sequence[Recogniser]],
        lexicon: Lexicon,
    ) -> None:
        self._gazetteer = gazetteer
        self._lexicon = lexicon
        self._place_entities = PlaceEntities(gazetteer)
        self._recognisers = open_recognisers(gazetteer, lexicon)
        self._version = f"{VERSION}: {versions(self._recognisers)}"

    def analyse(self, extraction: Extraction, metadata: Metadata) -> Analysis:
        """Return everything recognised in the text; spans are of the verbatim text.

        Never fails: what could not be recognised is missing, and a warning says so.
        """
        normal = normalise(extraction.text, reading_view(extraction.text))
        reading = Reading(normal, metadata, is_administrative(normal.text))
        recognised = recognition(reading, self._recognisers)
        bare = Analysis(
            recogniser=ANALYSER,
            recogniser_version=self._version,
            warnings=recognised.warnings,
        )
        try:
            return self._resolved(bare, reading, recognised, extraction.text)
        except Exception:
            log.exception("what was recognised could not be resolved")
            return replace(
                bare,
                mentions=tuple(
                    _mentions(recognised.found, {}, normal, extraction.text)
                ),
                warnings=(*bare.warnings, incomplete("resolution")),
            )

    def _resolved(
        self, bare: Analysis, reading: Reading, recognised: Recognition, text: str
    ) -> Analysis:
        """Return the analysis with entities, officials and the handover."""
        found = recognised.found
        normal = reading.normal
        year = year_of(reading.metadata.issued_on) or last_year(found, normal.text)
        resolver = Resolver(
            self._gazetteer,
            reading,
            found,
            self._place_entities,
            self._lexicon,
            year=year,
        )
        held = holdings(reading, [*found, *recognised.unsaid])
        entities, of_found = _resolved(found, resolver)
        book = handover(reading, found, held)
        signed = {book.outgoing, book.incoming, book.supervisor} if book else set()
        officials = _officials(held, signed, resolver, normal)
        for official, entity in officials:
            if entity is not None:
                entities[entity.id] = entity
                of_found.update(
                    (f, entity)
                    for f in found
                    if f.kind == "person" and f.name == official.name
                )
        return replace(
            bare,
            mentions=tuple(_mentions(found, of_found, normal, text)),
            entities=tuple(entities.values()),
            officials=tuple(official for official, _ in officials),
            handover=book,
        )

    @staticmethod
    def values(
        document: Document, analysis: Analysis
    ) -> Mapping[str, tuple[Value, ...]]:
        """Return what the document is filtered and counted by, by FilterKind."""
        values: dict[str, Iterable[Value]] = {
            kind: _values_of(kind, analysis) for kind in _FACETED
        }
        values["official"] = _values_of("person", analysis)
        metadata = document.metadata
        book = analysis.handover
        if book is not None:
            values["outgoing"] = _people(book.outgoing, analysis)
            values["incoming"] = _people(book.incoming, analysis)
            values["supervisor"] = _people(book.supervisor, analysis)
            values["part"] = (Value(i.part, i.part) for i in book.items)
        values["type"] = _plain(metadata.type)
        values["number"] = _plain(metadata.number)
        values["issuer"] = (_issuer(name, analysis) for name in metadata.issuers)
        values["collection"] = (Value(document.collection, document.collection),)
        unique = {kind: tuple(dict.fromkeys(found)) for kind, found in values.items()}
        return {kind: found for kind, found in unique.items() if found}


def _resolved(
    found: Sequence[Found], resolver: Resolver
) -> tuple[dict[EntityId, Entity], dict[Found, Entity]]:
    """Return the entities of the document, and that of each mention that has one."""
    entities: dict[EntityId, Entity] = {}
    of_found: dict[Found, Entity] = {}
    for thing in found:
        resolved = _entities_of(thing, resolver)
        entities.update((e.id, e) for e in resolved)
        if resolved:
            of_found[thing] = resolved[0]
    return entities, of_found


def _entities_of(thing: Found, resolver: Resolver) -> Sequence[Entity]:
    """Return the mention's entity and those that come with it."""
    match thing.kind:
        case "place":
            return resolver.place(thing)
        case "organisation":
            organisation = resolver.organisation(thing)
            return (organisation,) if organisation else ()
        case "post":
            return (resolver.post(thing),)
        case "term":
            return (resolver.term(thing),)
        case _:
            return ()


def _officials(
    held: Sequence[Holding],
    signed: Collection[str | None],
    resolver: Resolver,
    normal: Normal,
) -> list[tuple[OfficialFound, Entity | None]]:
    """Return each person who has a post or signed, and the entity if known."""
    officials = []
    for name, mentions in by_name(held).items():
        posts = distinct(post for holding in mentions for post in holding.posts)
        if not posts and name not in signed:
            continue
        entity = resolver.official(name, posts)
        shown = tuple(
            replace(
                post,
                organisation=resolver.post_organisation(post, place),
                place=resolver.post_place(post, place),
                evidence=_verbatim(post.evidence, normal),
            )
            for post, place in posts
        )
        identity = entity.id if entity else None
        officials.append((OfficialFound(name, shown, identity), entity))
    return officials


def _verbatim(span: Span | None, normal: Normal) -> Span | None:
    return Span(*normal.span(span.start, span.end)) if span else None


def _mentions(
    found: Sequence[Found],
    of_found: Mapping[Found, Entity],
    normal: Normal,
    text: str,
) -> Iterable[Mention]:
    for thing in found:
        start, end = normal.span(thing.start, thing.end)
        entity = of_found.get(thing)
        yield Mention(
            kind=thing.kind,
            start=start,
            end=end,
            surface=text[start:end],
            recogniser=thing.recogniser,
            entity_id=entity.id if entity else None,
            entity_name=entity.name if entity else None,
            value=thing.value,
        )


def _values_of(kind: str, analysis: Analysis) -> Iterable[Value]:
    """Yield the entities of a kind, then the words of mentions without one."""
    entity_kind = "official" if kind == "person" else kind
    for entity in analysis.entities:
        if entity.kind == entity_kind:
            yield Value(entity.id, entity.name)
    for mention in analysis.mentions:
        if mention.kind == kind and mention.entity_id is None:
            name = _GLOSS_OR_SPACE.sub("", mention.surface)
            yield Value(fold_query(name), name)


def _people(name: str | None, analysis: Analysis) -> Iterable[Value]:
    """Yield a person of the handover by entity and by name."""
    if name is None:
        return
    for official in analysis.officials:
        if official.name == name and official.entity_id is not None:
            yield Value(official.entity_id, name)
    yield Value(fold_query(name), name)


def _issuer(name: str, analysis: Analysis) -> Value:
    folded = fold_query(name)
    for entity in analysis.entities:
        names = (entity.name, *entity.aliases)
        if entity.kind == "organisation" and folded in map(fold_query, names):
            return Value(entity.id, name)
    return Value(folded, name)


def _plain(value: str | None) -> Iterable[Value]:
    return (Value(fold_query(value), value),) if value else ()
