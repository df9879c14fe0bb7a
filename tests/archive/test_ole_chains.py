"""Is a compound file whose chains never end told before it is read?"""

import struct
from pathlib import Path

import pytest

from archive.errors import DamagedFile
from archive.extract.base import OriginalFile
from archive.extract.ole_chains import has_endless_chain, leads_back
from archive.extract.sheet import SheetExtractor
from archive.sniff import XLS
from tests.archive.compound_samples import compound_file

END = 0xFFFFFFFE
BOOK = b"\x09\x08\x04\x00\x00\x06\x05\x00" + bytes(9000)


@pytest.mark.parametrize(
    ("table", "is_endless"),
    [
        ([], False),
        ([1, 2, END], False),
        ([END, 0, 0], False),
        ([1, 2, 0], True),
        ([0], True),
        ([END, 2, 3, 2], True),
        ([9, 8], False),
    ],
)
def test_a_circle_is_found_wherever_it_lies(table: list[int], is_endless: bool) -> None:
    assert leads_back(table) is is_endless


def test_a_workbook_that_never_ends_is_refused_at_once(tmp_path: Path) -> None:
    content = bytearray(compound_file({"Workbook": BOOK}))
    path = tmp_path / "示例.xls"
    path.write_bytes(content)
    assert not has_endless_chain(path, XLS)
    (table,) = struct.unpack_from("<I", content, 76)
    struct.pack_into("<I", content, (table + 1) * 512 + 4, 0)
    path.write_bytes(content)

    with pytest.raises(DamagedFile):
        SheetExtractor().extract(OriginalFile(path, path.name))


def test_a_list_of_tables_that_never_ends_is_seen(tmp_path: Path) -> None:
    content = bytearray(compound_file({"Workbook": BOOK}))
    struct.pack_into("<I", content, 68, 2)
    struct.pack_into("<I", content, 3 * 512 + 508, 2)
    path = tmp_path / "示例.xls"
    path.write_bytes(content)

    assert has_endless_chain(path, XLS)
