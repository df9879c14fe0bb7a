"""A recogniser that fails costs its own mentions, never the document."""

from collections.abc import Sequence

import pytest

from archive.model import Analysis, Extraction, Metadata
from indexer.analysis import Analyser
from indexer.gazetteer import Gazetteer, Place
from indexer.recognise import recognisers
from indexer.recognise.base import Found, Reading, Recogniser
from indexer.terms.glossary import shipped_lexicon

TEXT = "上梅乡党委书记林守田到会（示例）。"


class Broken:
    """A recogniser that cannot read anything."""

    name = "broken"
    version = "7"

    def find(self, reading: Reading, found: Sequence[Found]) -> list[Found]:
        """See ``Recogniser``."""
        raise RuntimeError("broken")


class Misplaced(Broken):
    """A recogniser that names what lies outside of the text."""

    def find(self, reading: Reading, found: Sequence[Found]) -> list[Found]:
        """See ``Recogniser``."""
        return [Found(len(TEXT), len(TEXT) + 2, "post", self.name)]


class Torn(Gazetteer):
    """A gazetteer that cannot tell what became of a place."""

    def successors(self, place: Place) -> tuple[Place, ...]:
        """Fail, as a damaged file would."""
        raise OSError(place.name)


def analysed(*first: Recogniser, gazetteer: Gazetteer | None = None) -> Analysis:
    places = gazetteer or Gazetteer()
    analyser = Analyser(
        places, lambda *known: (*first, *recognisers(*known)), shipped_lexicon()
    )
    extraction = Extraction("text", "1", "text/plain", TEXT)
    return analyser.analyse(extraction, Metadata())


def test_the_others_mentions_stay_and_a_warning_names_the_step(
    caplog: pytest.LogCaptureFixture,
) -> None:
    found = analysed(Broken())
    assert [w.code for w in found.warnings] == ["recognition_incomplete"]
    assert found.warnings[0].details == {"step": "broken"}
    assert "林守田" in {m.surface for m in found.mentions}
    assert [o.name for o in found.officials] == ["林守田"]
    assert "broken" in caplog.text


def test_what_lies_outside_of_the_text_is_a_failure() -> None:
    found = analysed(Misplaced())
    assert [w.details for w in found.warnings] == [{"step": "broken"}]


def test_what_cannot_be_resolved_leaves_the_mentions(
    caplog: pytest.LogCaptureFixture,
) -> None:
    found = analysed(gazetteer=Torn())
    assert not found.entities
    assert [w.details for w in found.warnings] == [{"step": "resolution"}]
    assert "林守田" in {m.surface for m in found.mentions}
    assert "resolved" in caplog.text


def test_the_analysis_names_every_recogniser_and_its_version() -> None:
    assert "broken 7" in analysed(Broken()).recogniser_version
