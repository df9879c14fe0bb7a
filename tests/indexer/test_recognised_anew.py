"""After an upgrade a rebuild recognises what the archive holds anew (示例)."""

from collections.abc import Sequence
from pathlib import Path

from archive.model import Analysis, DocumentId, Extraction, Metadata
from archive.settings import StoreSettings
from archive.store import Store, open_store
from indexer.analysis import Analyser
from indexer.engines.memory import MemoryEngine
from indexer.gazetteer import Gazetteer
from indexer.prepare import Preparer
from indexer.preparing import PreparationPool
from indexer.recognise import recognisers
from indexer.recognise.base import Recogniser
from indexer.recognise.places import PlaceRecogniser
from indexer.terms.glossary import shipped_lexicon
from indexer.terms.lexicon import Lexicon
from indexer.update import Updater
from tests.archive import store_samples
from tests.indexer.test_search import TwoCharacterSegmenter

TEXT = "上梅乡党委书记林守田到会（示例）。"


def only_places(gazetteer: Gazetteer, _: Lexicon) -> Sequence[Recogniser]:
    """Return what an earlier release recognised by."""
    return (PlaceRecogniser(gazetteer),)


def test_a_rebuild_recognises_anew_and_says_by_what(tmp_path: Path) -> None:
    store = open_store(tmp_path, StoreSettings())
    said = store_samples.acknowledged(store, TEXT, collection="全宗一")
    read = Extraction("text", "1", "text/plain", TEXT)
    store.record_extraction(said.document_id, read, Metadata())
    places, words = Gazetteer(), shipped_lexicon()
    before = rebuilt(store, said.document_id, Analyser(places, only_places, words))
    after = rebuilt(store, said.document_id, Analyser(places, recognisers, words))
    assert {m.kind for m in before.mentions} == {"place"}
    assert [o.name for o in after.officials] == ["林守田"]
    assert "tagger" not in before.recogniser_version
    assert "tagger" in after.recogniser_version
    store.close()


def rebuilt(store: Store, document_id: DocumentId, analyser: Analyser) -> Analysis:
    preparer = Preparer(analyser, TwoCharacterSegmenter())
    pool = PreparationPool(lambda: preparer, processes=1)
    Updater(store, MemoryEngine(), pool).catch_up()
    analysis = store.analysis(document_id, visible=None)
    assert analysis is not None
    return analysis
