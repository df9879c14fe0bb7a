"""Which term, and which change of it, does a request ask for?"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, cast, get_args

from starlette.requests import Request

from archive.errors import ArchiveError, InvalidInput, TermExists, TermNotFound
from archive.terms import Term, TermId, TermKind
from indexer.terms.editing import TermEditor, term_of
from indexer.terms.glossary import Glossary, LiveGlossary, id_of
from indexer.terms.proposals import ProposalFile
from web.permissions import Reader, reader_of
from web.services import Services, services_of
from web.uploads import clean_name

Fields = Mapping[str, object]
WORDS_AT_MOST = 100
WHY_AT_MOST = 1000
_BETWEEN = re.compile(r"[、，,；;\n]+")


@dataclass(frozen=True, slots=True)
class OfferedDictionary:
    """A dictionary file, and whether it takes the place of the one before."""

    name: str
    content: bytes
    is_whole: bool


def glossary_of(request: Request) -> Glossary:
    """Return the archive's glossary as it is now."""
    live: LiveGlossary = request.app.state.glossary
    return live.now(is_fresh=True)


def proposal_file(services: Services) -> ProposalFile:
    """Return where proposals are kept."""
    return ProposalFile(services.settings.data_folder / "index")


def editor_of(request: Request) -> TermEditor:
    """Return what changes terms in the reader's name."""
    return TermEditor(services_of(request).store.terms, reader_of(request).name)


def used_term(glossary: Glossary, term_id: str) -> Term:
    """Return a term that is used; raises TermNotFound."""
    term = glossary.by_id.get(TermId(term_id))
    if term is None or not term.is_used:
        raise TermNotFound(id=term_id)
    return term


def name_told(request: Request) -> str:
    """Return the name of the term that an address tells of, or nothing."""
    asked = TermId(request.query_params.get("term", ""))
    term = glossary_of(request).by_id.get(asked)
    return term.name if term else ""


def listed_url(error: ArchiveError | None) -> str | None:
    """Return the page of the term that an error says is listed already."""
    match error:
        case TermExists(details={"name": str(name)}):
            return f"/terms/glossary/{id_of(name)}"
        case InvalidInput(
            details={"reason": "term_variant_listed", "value": str(name)}
        ):
            return f"/terms/glossary/{id_of(name)}"
        case _:
            return None


def asked_term(fields: Fields) -> Term:
    """Return the term that fields describe; raises InvalidInput."""
    kind = fields.get("kind") or "term"
    if kind not in get_args(TermKind):
        raise InvalidInput(field="kind", value=str(kind)[:80])
    return term_of(
        _text(fields, "name"),
        kind=cast("TermKind", kind),
        definition=_text(fields, "definition"),
        variants=_variants(fields.get("variants")),
        origin=_text(fields, "origin")[:200],
    )


def asked_words(fields: Fields) -> list[str]:
    """Return the proposed words that fields name; raises InvalidInput."""
    words = fields.get("words")
    if not isinstance(words, Sequence) or isinstance(words, str):
        words = [fields.get("proposed")]
    named = [word.strip() for word in words if isinstance(word, str) and word.strip()]
    if not 0 < len(named) <= WORDS_AT_MOST:
        raise InvalidInput(field="words", value=len(named))
    return named


def asked_action(fields: Fields) -> Literal["accept", "refuse"]:
    """Return what is decided on a proposal; raises InvalidInput."""
    match fields.get("action"):
        case "accept":
            return "accept"
        case "refuse":
            return "refuse"
        case other:
            raise InvalidInput(field="action", value=str(other)[:80])


def why_of(fields: Fields) -> str:
    """Return the reason that fields give, or nothing."""
    return _text(fields, "why")[:WHY_AT_MOST]


def offered_dictionary(name: str, content: bytes, whole: object) -> OfferedDictionary:
    """Return a dictionary as it was sent; its name is that of the file alone."""
    name = clean_name(name).replace("\\", "/").rpartition("/")[2] or "词典.txt"
    return OfferedDictionary(name[:100], content, whole in (True, "1", "true"))


def may_edit(reader: Reader) -> bool:
    """Tell whether a reader may change the glossary."""
    return reader.may("correct")


def _text(fields: Fields, name: str) -> str:
    found = fields.get(name)
    if found is None:
        return ""
    if not isinstance(found, str):
        raise InvalidInput(field=name, value=str(found)[:80])
    return found.strip()


def _variants(found: object) -> list[str]:
    if isinstance(found, str):
        return [part for part in _BETWEEN.split(found) if part.strip()]
    if found is None:
        return []
    if not isinstance(found, list) or not all(isinstance(v, str) for v in found):
        raise InvalidInput(field="variants", value=str(found)[:80])
    return found
