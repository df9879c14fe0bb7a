"""What every extractor keeps, on samples of our own, read in the real sandbox."""

from collections.abc import Iterator
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from random import Random

import pytest

from archive.errors import DamagedFile, EmptyFile, RefusedFile
from archive.extract import EXTRACTORS
from archive.extract.base import Extractor, ExtractorEntry, OriginalFile
from archive.sandbox import Sandbox
from archive.sandbox_worker import attached_to, read_original
from tests.archive.extract.golden import SAMPLES, Sample, golden, pages_shown

DAMAGES = 10
each_sample = pytest.mark.parametrize("sample", SAMPLES, ids=lambda each: each.name)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(processes=1) as opened:
        yield opened


def entry_of(sample: Sample) -> ExtractorEntry:
    return next(e for e in EXTRACTORS if sample.media_type in e.media_types)


def extractor_of(sample: Sample) -> Extractor:
    module, _, name = entry_of(sample).target.partition(":")
    extractor: Extractor = getattr(import_module(module), name)()
    return extractor


@each_sample
def test_a_sample_gives_its_golden_text(sandbox: Sandbox, sample: Sample) -> None:
    # The sandbox ends whatever opens a socket or writes a file.
    extraction = sandbox.extract(OriginalFile(sample.path, sample.name))
    assert pages_shown(extraction) == golden(sample).read_text("utf-8")
    assert extraction.media_type == sample.media_type
    assert extraction.extractor == extractor_of(sample).name
    ends = [0, *(page.end for page in extraction.pages)]
    assert [page.start for page in extraction.pages] == ends[:-1]
    assert ends[-1] in {len(extraction.text), 0}


@each_sample
def test_a_wrong_extension_changes_nothing_but_a_warning(
    sandbox: Sandbox, sample: Sample
) -> None:
    extraction = sandbox.extract(OriginalFile(sample.path, "示例.png"))
    assert pages_shown(extraction) == golden(sample).read_text("utf-8")
    assert "mislabelled" in {notice.code for notice in extraction.warnings}


@each_sample
def test_an_empty_file_is_refused_by_name(sample: Sample, tmp_path: Path) -> None:
    path = tmp_path / sample.name
    path.touch()
    with pytest.raises(EmptyFile):
        extractor_of(sample).extract(OriginalFile(path, path.name))


@each_sample
def test_a_cut_file_is_read_or_refused_by_name(sample: Sample, tmp_path: Path) -> None:
    path = tmp_path / sample.name
    content = sample.path.read_bytes()
    path.write_bytes(content[: len(content) * 6 // 10])
    if sample.is_container:
        with pytest.raises(DamagedFile):
            read_original(OriginalFile(path, path.name), EXTRACTORS)
    else:
        assert read_original(OriginalFile(path, path.name), EXTRACTORS).text


@pytest.mark.parametrize(
    "sample", [one for one in SAMPLES if one.is_container], ids=lambda each: each.name
)
def test_bytes_of_another_kind_are_refused_by_name(
    sample: Sample, tmp_path: Path
) -> None:
    path = tmp_path / sample.name
    path.write_bytes(bytes(range(256)) * 8)
    with pytest.raises(DamagedFile):
        extractor_of(sample).extract(OriginalFile(path, path.name))


@each_sample
def test_a_damaged_file_is_read_or_refused_and_nothing_else(
    sample: Sample, tmp_path: Path
) -> None:
    chance = Random(sample.name)
    path = tmp_path / sample.name
    for _ in range(DAMAGES):
        content = bytearray(sample.path.read_bytes())
        for at in chance.sample(range(len(content)), 5):
            content[at] = chance.randrange(256)
        path.write_bytes(content)
        with suppress(RefusedFile):
            original = OriginalFile(path, path.name)
            assert read_original(original, EXTRACTORS).media_type
            list(attached_to(original, EXTRACTORS))


def test_every_extractor_has_a_sample() -> None:
    sampled = {entry_of(sample).target for sample in SAMPLES}
    assert sampled == {entry.target for entry in EXTRACTORS}
