"""Which recognisers are there, and in which order do they read?"""

from indexer.gazetteer import Gazetteer
from indexer.recognise.base import Recogniser
from indexer.recognise.dates import DateRecogniser
from indexer.recognise.numbers import NumberRecogniser
from indexer.recognise.organisations import OrganisationRecogniser
from indexer.recognise.people import PersonRecogniser
from indexer.recognise.places import PlaceRecogniser
from indexer.recognise.posts import PostRecogniser
from indexer.recognise.quantities import QuantityRecogniser
from indexer.recognise.tagged import TaggedRecogniser
from indexer.recognise.terms import TermRecogniser
from indexer.terms.lexicon import Lexicon


def recognisers(gazetteer: Gazetteer, lexicon: Lexicon) -> tuple[Recogniser, ...]:
    """Return all recognisers; each sees what those before it found."""
    return (
        NumberRecogniser(),
        DateRecogniser(),
        QuantityRecogniser(),
        TermRecogniser(lexicon),
        PlaceRecogniser(gazetteer),
        OrganisationRecogniser(),
        PostRecogniser(),
        PersonRecogniser(),
        TaggedRecogniser(),
    )
