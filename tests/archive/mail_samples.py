"""Makes small messages of our own, as the mail programs of offices write them."""

import struct
from base64 import b64encode
from collections.abc import Mapping

from tests.archive.compound_samples import compound_file

BOUNDARY = "----=_示例".encode("ascii", "replace").decode()
SUBJECT = "关于报送交接清单的通知"
BODY = "各乡镇：\n请朱镕同志于3月底前报送清单。〇示例\n"


def encoded(words: str, charset: str = "gb2312") -> str:
    """Return words as a header's encoded word, with a label that may be too narrow."""
    raw = words.encode("gb18030" if charset.startswith("gb") else charset)
    return f"=?{charset}?B?{b64encode(raw).decode()}?="


def mail(attachments: Mapping[str, bytes], *, body: str = BODY) -> bytes:
    """Return a message in GB2312 with a plain and an HTML rendering."""
    plain = b64encode(body.encode("gb18030")).decode()
    html = b64encode(f"<p>{body}</p>".encode("gb18030")).decode()
    head = (
        f"From: {encoded('示例县政府办')} <office@example.org>\n"
        f"To: {encoded('示例镇')} <town@example.org>\n"
        f"Subject: {encoded(SUBJECT)}\n"
        "Date: Tue, 5 Mar 2024 09:30:00 +0800\nMessage-ID: <1@example.org>\n"
        f'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="{BOUNDARY}"\n\n'
    )
    kind = "Content-Type: text/{}; charset=gb2312\nContent-Transfer-Encoding: base64\n"
    words = (
        f'--{BOUNDARY}\nContent-Type: multipart/alternative; boundary="inner"\n\n'
        f"--inner\n{kind.format('plain')}\n{plain}\n"
        f"--inner\n{kind.format('html')}\n{html}\n--inner--\n"
    )
    files = "".join(
        f"--{BOUNDARY}\nContent-Type: application/octet-stream\n"
        "Content-Transfer-Encoding: base64\n"
        f'Content-Disposition: attachment; filename="{encoded(name, "gbk")}"\n\n'
        f"{b64encode(content).decode()}\n"
        for name, content in attachments.items()
    )
    return f"{head}{words}{files}--{BOUNDARY}--\n".encode("ascii")


def saved_page(html: str) -> bytes:
    """Return a page as browsers save it with its pictures."""
    page = b64encode(html.encode("gb18030")).decode()
    return (
        "From: <Saved by a browser>\nSubject: page\nMIME-Version: 1.0\n"
        "Date: Tue, 5 Mar 2024 09:30:00 +0800\n"
        'Content-Type: multipart/related; type="text/html"; boundary="b"\n\n'
        "--b\nContent-Type: text/html; charset=gb2312\n"
        f"Content-Transfer-Encoding: base64\n\n{page}\n"
        "--b\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n"
        "Content-Location: seal.png\n\niVBORw0KGgo=\n--b--\n"
    ).encode("ascii")


def outlook(
    attachments: Mapping[str, bytes], properties: Mapping[str, bytes] | None = None
) -> bytes:
    """Return a message of Outlook; ``properties`` are streams by tag and type."""
    ticks = struct.pack("<IIQ", 0x00390040, 6, 133_540_758_000_000_000)
    streams = {
        "__properties_version1.0": bytes(32) + ticks,
        "__substg1.0_0037001F": SUBJECT.encode("utf-16-le"),
        "__substg1.0_0C1A001F": "示例县政府办".encode("utf-16-le"),
        "__substg1.0_0E04001E": "示例镇".encode("gb18030"),
    }
    words = {"1000001F": BODY.replace("\n", "\r\n").encode("utf-16-le")}
    for tag, content in (words if properties is None else properties).items():
        streams[f"__substg1.0_{tag}"] = content
    for number, (name, content) in enumerate(attachments.items()):
        storage = f"__attach_version1.0_#{number:08X}"
        streams[f"{storage}/__properties_version1.0"] = bytes(8)
        streams[f"{storage}/__substg1.0_3707001F"] = name.encode("utf-16-le")
        streams[f"{storage}/__substg1.0_37010102"] = content
    return compound_file(streams)
