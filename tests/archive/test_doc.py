"""Is a Word binary file read as a reader sees it, and refused when it is locked?"""

from pathlib import Path

import pytest

from archive.errors import EncryptedFile
from archive.extract.base import OriginalFile
from archive.extract.doc import DocExtractor
from archive.extract.doc_file import WordFile
from archive.extract.ole import CompoundFile
from archive.sniff import DOC
from tests.archive.compound_samples import write_compound
from tests.archive.extract.golden import FOLDER

SAMPLE = FOLDER / "handover.doc"


def streams() -> dict[str, bytes]:
    with CompoundFile(SAMPLE, DOC) as file:
        return {name: file.read(name) for name in file.names()}


def rewritten(folder: Path, word_document: bytes) -> OriginalFile:
    parts = streams() | {"WordDocument": word_document}
    return OriginalFile(write_compound(folder / "示例.wps", parts), "示例.wps")


def test_deleted_and_hidden_words_lie_in_the_file_but_not_in_the_text() -> None:
    with CompoundFile(SAMPLE, DOC) as file:
        stored = WordFile(file).text
    text = DocExtractor().extract(OriginalFile(SAMPLE, SAMPLE.name)).text
    for words in ("五万元", "内部掌握", "HYPERLINK"):
        assert words in stored
        assert words not in text
    assert "本镇欠款三万元，2024年付清。" in text


def test_a_file_behind_a_password_is_refused_by_name(tmp_path: Path) -> None:
    head = bytearray(streams()["WordDocument"])
    head[0x0B] |= 0x01
    with pytest.raises(EncryptedFile):
        DocExtractor().extract(rewritten(tmp_path, bytes(head)))


def test_the_text_of_word_95_is_read_in_its_own_encoding(tmp_path: Path) -> None:
    book = "示例镇镇长离任交接书\r甲\x07乙\x07\x07丙\x07丁\x07\x07水库除险加固。\r"
    words = book.encode("gb18030")
    head = bytearray(0x300)
    head[0:4] = b"\xdc\xa5\x68\x00"
    head[0x18:0x20] = (0x300).to_bytes(4, "little") + (0x300 + len(words)).to_bytes(
        4, "little"
    )
    head[0x34:0x38] = len(words).to_bytes(4, "little")
    read = DocExtractor().extract(rewritten(tmp_path, bytes(head) + words))
    assert read.text == "示例镇镇长离任交接书\n甲\t乙\n丙\t丁\n水库除险加固。\n"
