"""What do terms, proposals and changes look like as JSON?"""

from archive.shapes import Json
from archive.terms import Term, TermChange
from indexer.shapes import hit_json
from indexer.terms.dictionary import DictionaryLine
from indexer.terms.evidence import Proposal
from indexer.terms.glossary import id_of


def term_json(term: Term) -> Json:
    """Return a term with its id."""
    return {
        "id": id_of(term.name),
        "name": term.name,
        "kind": term.kind,
        "definition": term.definition,
        "variants": list(term.variants),
        "source": term.source,
        "origin": term.origin,
        "frequency": term.frequency,
        "used": term.is_used,
        "added_by": term.added_by,
        "added_at": term.added_at.isoformat() if term.added_at else None,
        "changed_by": term.changed_by,
        "changed_at": term.changed_at.isoformat() if term.changed_at else None,
    }


def change_json(change: TermChange) -> Json:
    """Return a change of terms."""
    return {
        "id": change.id,
        "action": change.action,
        "names": list(change.names),
        "count": change.count,
        "actor": change.actor,
        "changed_at": change.changed_at.isoformat(),
        "why": change.why,
        "of": change.of,
        "undone_by": change.undone_by,
    }


def proposal_json(proposal: Proposal) -> Json:
    """Return a proposed word with documents that have it."""
    return {
        "name": proposal.text,
        "documents": proposal.documents,
        "examples": [hit_json(hit) for hit in proposal.examples],
    }


def line_json(line: DictionaryLine) -> Json:
    """Return what became of a line of a dictionary."""
    return {
        "line": line.number,
        "text": line.text,
        "name": line.term.name if line.term else None,
        "taken": line.refusal is None,
        "refusal": line.refusal,
    }
