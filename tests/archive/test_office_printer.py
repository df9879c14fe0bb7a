"""Is an office file printed by the program that is installed, within limits?"""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from PIL import Image

from archive.model import Sha256
from archive.render.kept import forget_oldest
from archive.render.office import OfficePrinter, office_program
from archive.render.office_fence import fence
from archive.render.office_links import without_links
from archive.sniff import DOCX, RTF

HELLO = rb"{\rtf1\ansi\ansicpg936 {\b \'ca\'be\'c0\'fd} one page only\par}"


@contextmanager
def opened(folder: Path, program: str | None) -> Iterator[OfficePrinter]:
    printer = OfficePrinter(folder / "printed", program=program)
    try:
        yield printer
    finally:
        printer.close()


def original(folder: Path) -> tuple[Path, Sha256]:
    path = folder / "original"
    path.write_bytes(HELLO)
    return path, Sha256(hashlib.sha256(HELLO).hexdigest())


def program(folder: Path, script: str) -> str:
    """A program that finds the output folder where LibreOffice is told of it."""
    path = folder / "program"
    path.write_text(f"#!/bin/sh\nwhile [ $# -gt 1 ]; do shift; done\n{script}\n")
    path.chmod(0o755)
    return str(path)


def test_without_a_program_nothing_is_printed(tmp_path: Path) -> None:
    file, sha256 = original(tmp_path)

    with opened(tmp_path, None) as printer:
        assert printer.printed(file, sha256, DOCX, wait_seconds=0) == "no_program"


def test_what_was_printed_is_kept(tmp_path: Path) -> None:
    file, sha256 = original(tmp_path)
    script = 'mkdir out; printf "%%PDF-1.7 " > out/page.pdf; cat "$1" >> out/page.pdf'

    with opened(tmp_path, program(tmp_path, script)) as printer:
        made = printer.printed(file, sha256, DOCX, wait_seconds=60)
    with opened(tmp_path, None) as printer:
        again = printer.printed(file, sha256, DOCX, wait_seconds=0)

    assert isinstance(made, Path) and made == again
    assert made.read_bytes() == b"%PDF-1.7 " + HELLO


def test_what_is_deleted_is_printed_again(tmp_path: Path) -> None:
    file, sha256 = original(tmp_path)
    script = "mkdir out; printf %%PDF- > out/page.pdf"

    with opened(tmp_path, program(tmp_path, script)) as printer:
        first = printer.printed(file, sha256, DOCX, wait_seconds=60)
        assert isinstance(first, Path)
        first.unlink()
        assert printer.printed(file, sha256, DOCX, wait_seconds=60) == first

    assert first.is_file()


def test_the_oldest_of_what_can_be_made_again_goes_first(tmp_path: Path) -> None:
    for age, name in enumerate(["新", "中", "旧"]):
        (tmp_path / name).write_bytes(b"x" * 10)
        os.utime(tmp_path / name, (1_000_000 - age, 1_000_000 - age))

    forget_oldest(tmp_path, 20)

    assert sorted(file.name for file in tmp_path.iterdir()) == ["中", "新"]


def test_a_file_that_is_not_printed_is_not_tried_again(tmp_path: Path) -> None:
    file, sha256 = original(tmp_path)
    script = f"echo tried >> {tmp_path}/tries; exit 1"

    with opened(tmp_path, program(tmp_path, script)) as printer:
        said = [printer.printed(file, sha256, DOCX, wait_seconds=60) for _ in "12"]

    assert said == ["failed", "failed"]
    assert (tmp_path / "tries").read_text() == "tried\n"


def test_who_asks_need_not_wait_and_closing_ends_it(tmp_path: Path) -> None:
    file, sha256 = original(tmp_path)

    with opened(tmp_path, program(tmp_path, "sleep 100")) as printer:
        assert printer.printed(file, sha256, DOCX, wait_seconds=0.01) == "under_way"


def test_the_program_sees_no_file_of_ours_and_no_secret(tmp_path: Path) -> None:
    file, sha256 = original(tmp_path)
    script = "mkdir out; (printf %%PDF-; pwd; env) > out/page.pdf"

    with opened(tmp_path, program(tmp_path, script)) as printer:
        made = printer.printed(file, sha256, DOCX, wait_seconds=60)

    assert isinstance(made, Path)
    said = made.read_text()
    assert str(tmp_path) not in said and "HANDOVER" not in said


def test_the_program_sees_nothing_of_the_data_folder(tmp_path: Path) -> None:
    file, sha256 = original(tmp_path)
    secret = tmp_path / "data" / "示例"
    secret.parent.mkdir()
    secret.write_text("机密")
    script = f'mkdir out; (printf %%PDF-; cat "$1" {secret}; true) > out/page.pdf'
    path = program(tmp_path, script)
    if "--mount" not in fence(path, tmp_path, secret.parent):
        pytest.skip("this system lets us hide no folder")

    with opened(secret.parent, path) as printer:
        made = printer.printed(file, sha256, DOCX, wait_seconds=60)

    assert isinstance(made, Path)
    assert made.read_bytes() == b"%PDF-" + HELLO
    assert secret.read_text() == "机密"


def test_a_program_in_a_folder_that_would_be_hidden_still_runs(tmp_path: Path) -> None:
    path = program(tmp_path, "exit 0")

    assert str(tmp_path) not in fence(path, Path("/none"), tmp_path)


LINKED = rb'{\rtf1{\field{\*\fldinst %s "file:///a.png" \\d}{\fldrslt x}}}'


@pytest.mark.parametrize("word", [b"INCLUDEPICTURE", b"IncludePicture"])
def test_a_picture_from_elsewhere_is_not_asked_for(tmp_path: Path, word: bytes) -> None:
    path, _ = original(tmp_path)
    path.write_bytes(LINKED % word)
    script = 'mkdir out; (printf %%PDF-; cat "$1") > out/page.pdf'

    with opened(tmp_path, program(tmp_path, script)) as printer:
        made = printer.printed(path, Sha256("0" * 64), RTF, wait_seconds=60)

    assert isinstance(made, Path)
    assert made.read_bytes() == b"%PDF-" + LINKED % (b"x" * 14)


@pytest.mark.parametrize(
    "word",
    [
        rb"\'49NCLUDEPICTURE",
        rb"INCLUDE{\b PICTURE}",
        rb"\uc0\u73 NCLUDEPICTURE",
        b"INCLUDE\r\nPICTURE",
    ],
)
def test_a_file_that_hides_what_it_loads_is_not_printed(word: bytes) -> None:
    assert without_links(LINKED % word) is None
    assert without_links(HELLO) == HELLO


@pytest.mark.slow
@pytest.mark.skipif(office_program() is None, reason="LibreOffice is not installed")
def test_libreoffice_prints_a_real_file(tmp_path: Path) -> None:
    file, sha256 = original(tmp_path)

    with opened(tmp_path, office_program()) as printer:
        made = printer.printed(file, sha256, RTF, wait_seconds=120)

    assert isinstance(made, Path)
    assert made.read_bytes().startswith(b"%PDF-")


@pytest.mark.slow
@pytest.mark.skipif(office_program() is None, reason="LibreOffice is not installed")
def test_libreoffice_loads_no_picture_from_elsewhere(tmp_path: Path) -> None:
    shown = tmp_path / "示例.png"
    Image.new("RGB", (300, 300), "red").save(shown)
    path, _ = original(tmp_path)
    link = f'INCLUDEPICTURE "{shown.as_uri()}" \\\\* MERGEFORMAT \\\\d'.encode()
    path.write_bytes(rb"{\rtf1 {\field{\*\fldinst %s}{\fldrslt x}}\par}" % link)

    with opened(tmp_path, office_program()) as printer:
        made = printer.printed(path, Sha256("0" * 64), RTF, wait_seconds=120)

    assert isinstance(made, Path)
    with pdfium.PdfDocument(made) as document:
        colours = document[0].render().to_pil().convert("RGB").getcolors(1 << 20)
    assert colours is not None
    assert not [one for _, one in colours if one[0] > 200 and one[1] < 60]
