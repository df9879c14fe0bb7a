"""Which words name something, by weights learned from labelled sentences?"""

from indexer.recognise.tagger.tagger import Style, TaggedKind, TaggedSpan, Tagger
from indexer.recognise.tagger.tagger import open_tagger as open_tagger

__all__ = ["Style", "TaggedKind", "TaggedSpan", "Tagger", "open_tagger"]
