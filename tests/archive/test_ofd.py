"""Does the reader find the text of OFD files, in order, page by page?"""

from pathlib import Path

import pytest

from archive.errors import DamagedFile
from archive.extract.base import OriginalFile
from archive.extract.ofd import OfdExtractor
from tests.archive.ofd_samples import sample_parts, write_ofd


def _sample(folder: Path) -> OriginalFile:
    path = write_ofd(folder / "示例.ofd", sample_parts())
    return OriginalFile(path, path.name)


def test_text_of_templates_pages_and_composites_is_read_by_position(
    tmp_path: Path,
) -> None:
    read = OfdExtractor().extract(_sample(tmp_path))
    leaves = [read.text[page.start : page.end] for page in read.pages]
    assert leaves == [
        "示例县人民政府文件\n关于示例工作\t的通知\n示例章\n",
        "示例县人民政府文件\n第二页\n",
    ]


def test_a_file_cut_short_is_refused_as_damaged(tmp_path: Path) -> None:
    original = _sample(tmp_path)
    content = original.path.read_bytes()
    original.path.write_bytes(content[: len(content) // 2])
    with pytest.raises(DamagedFile):
        OfdExtractor().extract(original)
