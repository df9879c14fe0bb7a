"""Are presentations read slide by slide, hidden ones counted, locked ones refused?"""

from pathlib import Path

import pytest

from archive.errors import EncryptedFile
from archive.extract.base import Extractor, OriginalFile
from archive.extract.ole import CompoundFile
from archive.extract.ppt import PptExtractor
from archive.extract.pptx import PptxExtractor
from archive.sniff import PPT
from tests.archive.compound_samples import write_compound
from tests.archive.extract.golden import FOLDER


@pytest.mark.parametrize(
    ("extractor", "name"),
    [(PptExtractor(), "slides.ppt"), (PptxExtractor(), "slides.pptx")],
)
def test_each_visible_slide_is_a_page_with_its_notes(
    extractor: Extractor, name: str
) -> None:
    read = extractor.extract(OriginalFile(FOLDER / name, name))
    first, second = (read.text[page.start : page.end] for page in read.pages)
    for words in ("示例镇交接情况汇报\n", "第二段\n换行\n", "水库", "示例备注\n"):
        assert words in first
    assert second == "示例：末页\n"
    assert [(w.code, w.details) for w in read.warnings] == [
        ("hidden_slides", {"count": 1})
    ]


def test_a_binary_presentation_behind_a_password_is_refused_by_name(
    tmp_path: Path,
) -> None:
    with CompoundFile(FOLDER / "slides.ppt", PPT) as file:
        streams = {name: file.read(name) for name in file.names()}
    user = streams["Current User"]
    streams["Current User"] = user[:12] + b"\xdf\xc4\xd1\xf3" + user[16:]
    path = write_compound(tmp_path / "示例.ppt", streams)
    with pytest.raises(EncryptedFile):
        PptExtractor().extract(OriginalFile(path, path.name))
