"""Are messages read with the right characters, and their files found?"""

import struct
from pathlib import Path

import pytest

from archive.errors import EncryptedFile
from archive.extract.base import OriginalFile
from archive.extract.compressed_rtf import decompressed
from archive.extract.mail import MailExtractor
from archive.extract.mime import words
from archive.extract.msg import MsgExtractor
from archive.sniff import MAIL, MSG, SAVED_PAGE, sniff
from tests.archive.mail_samples import BODY, SUBJECT, mail, outlook, saved_page

FILES = {"移交清单.xlsx": b"PK\x03\x04 sample", "说明：朱镕.txt": "示例".encode()}


def kept(folder: Path, content: bytes, name: str = "来函.eml") -> OriginalFile:
    path = folder / name
    path.write_bytes(content)
    return OriginalFile(path, name)


def test_what_calls_itself_gb2312_is_read_as_gb18030(tmp_path: Path) -> None:
    read = MailExtractor().extract(kept(tmp_path, mail({})))
    assert read.text == (
        f"{SUBJECT}\nFrom: 示例县政府办 <office@example.org>\n"
        "To: 示例镇 <town@example.org>\nDate: Tue, 5 Mar 2024 09:30:00 +0800\n\n" + BODY
    )
    assert read.warnings == ()


def test_files_are_counted_and_come_out_with_their_names(tmp_path: Path) -> None:
    original = kept(tmp_path, mail(FILES))
    read = MailExtractor().extract(original)
    assert [(w.code, w.details) for w in read.warnings] == [
        ("attachments", {"count": 2})
    ]
    found = MailExtractor().attachments(original)
    assert {one.name: one.content for one in found} == FILES


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("=?utf-8?B?5YWz?= =?utf-8?Q?=E4=BA=8E?=", "关于"),
        ("=?gb2312?B?1uw=?= =?gb2312?B?6Q==?= =?gb2312?B?Rg==?=", "朱镕"),
        ("Re: =?gbk?Q?=B9=D8=D3=DA?= 2024", "Re: 关于 2024"),
        ("=?no-such-charset?B?5YWz5LqO?=", "关于"),
        ("plain", "plain"),
        ("关于".encode("gb18030").decode("ascii", "surrogateescape"), "关于"),
    ],
)
def test_headers_are_read_in_every_way_they_are_written(
    written: str, shown: str
) -> None:
    assert words(written) == shown


@pytest.mark.parametrize(
    "head",
    [
        "Content-Type: application/pkcs7-mime; smime-type=enveloped-data",
        'Content-Type: multipart/encrypted; boundary="b"',
    ],
)
def test_a_message_behind_a_key_is_refused_by_name(tmp_path: Path, head: str) -> None:
    content = f"From: a@example.org\nTo: b@example.org\n{head}\n\nAAAA\n".encode()
    with pytest.raises(EncryptedFile):
        MailExtractor().extract(kept(tmp_path, content))


def test_messages_and_saved_pages_are_told_apart(tmp_path: Path) -> None:
    kinds = {
        mail({}): MAIL,
        mail({}).replace(b"multipart/mixed", b"multipart/related"): MAIL,
        saved_page("<p>示例</p>"): SAVED_PAGE,
        outlook({}): MSG,
    }
    for content, kind in kinds.items():
        assert sniff(kept(tmp_path, content).path, "x") == kind


def test_a_message_of_outlook_reads_as_another_and_gives_its_files(
    tmp_path: Path,
) -> None:
    original = kept(tmp_path, outlook(FILES))
    read = MsgExtractor().extract(original)
    assert read.text == (
        f"{SUBJECT}\nFrom: 示例县政府办\nTo: 示例镇\n"
        f"Date: 2024-03-05 01:30+00:00\n\n{BODY}"
    )
    assert {a.name: a.content for a in MsgExtractor().attachments(original)} == FILES


def test_words_that_outlook_keeps_as_html_or_packed_rtf_are_read(
    tmp_path: Path,
) -> None:
    rtf = rb"{\rtf1\ansi\ansicpg936 \'ca\'be\'c0\'fd}"
    plain = struct.pack("<IIII", len(rtf) + 12, len(rtf), 0x414C454D, 0) + rtf
    page = "<meta charset=gb2312><p>示例</p>".encode("gb18030")
    for tag, content in (("10130102", page), ("10090102", plain)):
        read = MsgExtractor().extract(kept(tmp_path, outlook({}, {tag: content})))
        assert read.text.endswith("\n\n示例\n")


def test_packed_rtf_is_unpacked_as_its_definition_shows() -> None:
    # The two examples of [MS-OXRTFCP] §4.
    simple = bytes.fromhex(
        "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020"
        "627705b06c647d0a800fa0"
    )
    assert decompressed(simple) == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"
    crossing = bytes.fromhex(
        "1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0"
    )
    assert decompressed(crossing) == b"{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}"
