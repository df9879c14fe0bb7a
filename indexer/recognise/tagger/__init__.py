"""Which words name something, by weights learned from labelled sentences?"""

from indexer.recognise.tagger.model import Style, TaggedKind
from indexer.recognise.tagger.spans import TaggedSpan
from indexer.recognise.tagger.tagger import Tagger, open_tagger

__all__ = ["Style", "TaggedKind", "TaggedSpan", "Tagger", "open_tagger"]
