"""Are OpenDocument texts read as a reader sees them, and refused when locked?"""

import zipfile
from pathlib import Path

import pytest

from archive.errors import EncryptedFile
from archive.extract.base import OriginalFile
from archive.extract.odf_text import OdfTextExtractor
from tests.archive.extract.golden import FOLDER


def test_deleted_and_hidden_words_are_left_out() -> None:
    name = "handover.odt"
    with zipfile.ZipFile(FOLDER / name) as archive:
        stored = archive.read("content.xml").decode()
    text = OdfTextExtractor().extract(OriginalFile(FOLDER / name, name)).text
    for words in ("五万元", "内部掌握"):
        assert words in stored
        assert words not in text
    assert "本镇欠款三万元，2024年付清。\n示例：数字为虚构。\n" in text


def test_hidden_slides_are_left_out_and_counted() -> None:
    name = "slides.odp"
    read = OdfTextExtractor().extract(OriginalFile(FOLDER / name, name))
    assert "隐藏的一页" not in read.text
    assert [(w.code, w.details) for w in read.warnings] == [
        ("hidden_slides", {"count": 1})
    ]


def test_a_text_behind_a_password_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "示例.odt"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("META-INF/manifest.xml", "<x><encryption-data/></x>")
        archive.writestr("content.xml", b"\x93\x01")
    with pytest.raises(EncryptedFile):
        OdfTextExtractor().extract(OriginalFile(path, path.name))
