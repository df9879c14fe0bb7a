"""Is an office file printed by the program that is installed, within limits?"""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from archive.model import Sha256
from archive.render.kept import forget_oldest
from archive.render.office import OfficePrinter, office_program
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


@pytest.mark.slow
@pytest.mark.skipif(office_program() is None, reason="LibreOffice is not installed")
def test_libreoffice_prints_a_real_file(tmp_path: Path) -> None:
    file, sha256 = original(tmp_path)

    with opened(tmp_path, office_program()) as printer:
        made = printer.printed(file, sha256, RTF, wait_seconds=120)

    assert isinstance(made, Path)
    assert made.read_bytes().startswith(b"%PDF-")
