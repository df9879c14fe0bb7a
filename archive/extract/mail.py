"""What does a message or a saved page (EML, MHT) say, and which files hang on it?"""

from collections.abc import Iterator
from functools import partial

from archive.errors import EmptyFile, EncryptedFile, RefusedFile
from archive.extract import mime
from archive.extract.base import ATTACHMENTS, Attachment, OriginalFile
from archive.extract.html import read_page
from archive.model import Extraction, Notice
from archive.sniff import MAIL, SAVED_PAGE

_HEADERS = ("From", "To", "Cc", "Date")
_LOCKED = ("multipart/encrypted", "application/pgp-encrypted")
_LOCKED_SMIME = ("application/pkcs7-mime", "application/x-pkcs7-mime")


class MailExtractor:
    """Reads messages: subject, sender, recipients and date, then the words.

    Of several renderings of the same words the plain one is read. Files that hang
    on the message are documents of their own.
    """

    name = "mail"
    version = "1"
    media_types = frozenset({MAIL})

    def extract(self, original: OriginalFile) -> Extraction:
        """See ``Extractor``."""
        message = _message(original)
        if any(map(_is_locked, message.walk())):
            raise EncryptedFile(media_type=MAIL)
        count = sum(1 for _ in _files(message))
        body, warnings = _body(message)
        if count:
            warnings.append(Notice(ATTACHMENTS, {"count": count}))
        return Extraction(
            extractor=self.name,
            extractor_version=self.version,
            media_type=MAIL,
            text=_head(message) + body,
            warnings=tuple(warnings),
        )

    def attachments(self, original: OriginalFile) -> Iterator[Attachment]:
        """See ``Holder``."""
        for number, part in enumerate(_files(_message(original)), 1):
            yield Attachment(_name(part, number), mime.content(part))


class SavedPageExtractor:
    """Reads a page saved with all it shows (MHT): the text of the page."""

    name = "mht"
    version = "1"
    media_types = frozenset({SAVED_PAGE})

    def extract(self, original: OriginalFile) -> Extraction:
        """See ``Extractor``."""
        body, warnings = _body(_message(original))
        return Extraction(
            extractor=self.name,
            extractor_version=self.version,
            media_type=SAVED_PAGE,
            text=body,
            warnings=(*warnings, *([] if body.strip() else [Notice("no_text_layer")])),
        )


def _message(original: OriginalFile) -> mime.Part:
    if not original.path.stat().st_size:
        raise EmptyFile
    return mime.parsed(original.path)


def _head(message: mime.Part) -> str:
    """Return the subject, and the headers that readers see with their names."""
    lines = [mime.header(message, "subject")]
    lines += [f"{n}: {h}" for n in _HEADERS if (h := mime.header(message, n.lower()))]
    return "".join(f"{line}\n" for line in lines if line) + "\n"


def _body(message: mime.Part) -> tuple[str, list[Notice]]:
    """Return the words of all parts that are shown, and what was noticed."""
    shown: list[str] = []
    warnings: list[Notice] = []
    for part in _shown(message):
        if part.get_content_type() == "text/html":
            page = read_page_of(part)
            shown += [page.text] if page else []
            warnings += page.warnings if page else []
        else:
            shown.append(mime.text(part))
    return "\n".join(shown), warnings


def read_page_of(part: mime.Part) -> Extraction | None:
    """Return what a part of HTML says; None if it says nothing."""
    read = partial(read_page, mime.content(part))
    try:
        return read(declared=part.get_content_charset())
    except RefusedFile:
        return None


def _shown(part: mime.Part) -> Iterator[mime.Part]:
    """Yield the parts of text a reader sees, one of each set of alternatives."""
    kind = part.get_content_type()
    if kind == "multipart/alternative":
        choices = [list(_shown(choice)) for choice in _inner(part)]
        plain = (c for c in choices if any(_says_something(one) for one in c))
        yield from next(plain, [])
    elif part.get_content_maintype() == "multipart":
        for inner in _inner(part):
            yield from _shown(inner)
    elif kind in ("text/plain", "text/html") and not _is_file(part):
        yield part


def _inner(part: mime.Part) -> list[mime.Part]:
    payload = part.get_payload()
    return (
        [p for p in payload if isinstance(p, mime.Part)] if part.is_multipart() else []
    )


def _says_something(part: mime.Part) -> bool:
    return bool(mime.content(part).strip())


def _files(message: mime.Part) -> Iterator[mime.Part]:
    for part in mime.leaves(message):
        if _is_file(part):
            yield part


def _is_file(part: mime.Part) -> bool:
    """Tell an attached file from a part of the words and the pictures in them."""
    disposition = (part.get_content_disposition() or "").lower()
    if disposition == "attachment" or part.get_content_type() == "message/rfc822":
        return True
    if part.get_content_maintype() == "image" and part.get("content-id"):
        return False
    is_text = part.get_content_type() in ("text/plain", "text/html")
    return (
        bool(mime.file_name(part)) if is_text else part.get_content_maintype() != "text"
    )


def _name(part: mime.Part, number: int) -> str:
    name = mime.file_name(part)
    if name:
        return name
    if part.get_content_type() == "message/rfc822":
        subjects = [mime.header(inner, "subject") for inner in _inner(part)]
        return f"{next(filter(None, subjects), str(number))}.eml".replace("/", "_")
    return f"{number}.{part.get_content_subtype()}"


def _is_locked(part: mime.Part) -> bool:
    kind = part.get_content_type()
    smime = str(part.get_param("smime-type") or "").lower()
    return kind in _LOCKED or (kind in _LOCKED_SMIME and smime == "enveloped-data")
