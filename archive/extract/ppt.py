"""What do the slides of a binary presentation (PPT, DPS) say?

After [MS-PPT]: records in one stream; what a file holds now is found from the last
edit backwards, since saving may only append.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from archive.errors import EmptyFile, EncryptedFile
from archive.extract.base import OriginalFile
from archive.extract.ole import CompoundFile
from archive.extract.page_breaks import spans
from archive.model import Extraction, Notice
from archive.sniff import PPT

_STREAM, _USER = "PowerPoint Document", "Current User"
_ENCRYPTED = 0xF3D1C4DF
_SLIDE_LIST, _SLIDE_REFERENCE, _SLIDE_FACTS = 0x0FF0, 0x03F3, 0x03EF
_SHOW_FACTS, _HIDDEN = 0x03F9, 0x04
_TEXT_HEADER, _WIDE_TEXT, _NARROW_TEXT, _OUTLINE = 0x0F9F, 0x0FA0, 0x0FA8, 0x0F9E
_EDIT, _DIRECTORY = 0x0FF5, 0x1772
_SLIDES, _NOTES = 0, 2
_DEEPEST, _MOST_EDITS = 40, 1000
_BROKEN_FILE = (struct.error, LookupError, ValueError, RecursionError)


@dataclass(frozen=True, slots=True)
class _Record:
    kind: int
    instance: int
    is_container: bool
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Reference:
    """A slide as the document lists it, with the texts of its outline."""

    persist_id: int
    slide_id: int
    texts: list[str]


class PptExtractor:
    """Reads PPT: a page a slide, its outline and other texts, then its notes.

    Hidden slides are left out and counted.
    """

    name = "ppt"
    version = "1"
    media_types = frozenset({PPT})

    def extract(self, original: OriginalFile) -> Extraction:
        """See ``Extractor``."""
        if not original.path.stat().st_size:
            raise EmptyFile
        with CompoundFile(original.path, PPT) as file:
            user = file.read(_USER)
            if user[12:16] == struct.pack("<I", _ENCRYPTED):
                raise EncryptedFile(media_type=PPT)
            try:
                leaves, hidden = _Presentation(file.read(_STREAM), user).leaves()
            except _BROKEN_FILE as cause:
                raise file.damaged() from cause
        text = "".join(leaves)
        warnings = [] if text.strip() else [Notice("no_text_layer")]
        if hidden:
            warnings.append(Notice("hidden_slides", {"count": hidden}))
        return Extraction(
            extractor=self.name,
            extractor_version=self.version,
            media_type=PPT,
            text=text if text.strip() else "",
            pages=spans(leaves) if text.strip() else (),
            warnings=tuple(warnings),
        )


class _Presentation:
    def __init__(self, stream: bytes, user: bytes) -> None:
        self._stream = stream
        self._offsets: dict[int, int] = {}
        (edit,) = struct.unpack_from("<I", user, 16)
        self._document = self._read_edits(edit)

    def leaves(self) -> tuple[list[str], int]:
        """Return the text of each slide that is shown, and count the others."""
        notes = {one.slide_id: one for one in self._listed(_NOTES)}
        leaves: list[str] = []
        hidden = 0
        for slide in self._listed(_SLIDES):
            record = self._persisted(slide.persist_id)
            if self._is_hidden(record):
                hidden += 1
                continue
            texts = list(self._texts(record, slide.texts))
            note = notes.get(self._notes_of(record))
            if note is not None:
                texts += self._texts(self._persisted(note.persist_id), note.texts)
            leaves.append("".join(f"{text}\n" for text in texts))
        return leaves, hidden

    def _read_edits(self, edit: int) -> int:
        """Find where each part lies; return the number of the document part."""
        document = 0
        for _ in range(_MOST_EDITS):
            record = self._record(edit)
            if record.kind != _EDIT:
                raise ValueError("no edit")
            facts = struct.unpack_from("<8xIII", self._stream, record.start)
            edit, directory, named = facts
            document = document or named
            self._read_directory(self._record(directory))
            if not edit:
                break
        return document

    def _read_directory(self, record: _Record) -> None:
        at = record.start
        while record.kind == _DIRECTORY and at + 4 <= record.end:
            (head,) = struct.unpack_from("<I", self._stream, at)
            first, count = head & 0xFFFFF, head >> 20
            places = struct.unpack_from(f"<{count}I", self._stream, at + 4)
            for number, place in enumerate(places, first):
                self._offsets.setdefault(number, place)
            at += 4 + 4 * count

    def _persisted(self, persist_id: int) -> _Record:
        return self._record(self._offsets[persist_id])

    def _listed(self, instance: int) -> list[_Reference]:
        found: list[_Reference] = []
        for part in self._children(self._persisted(self._document)):
            if part.kind != _SLIDE_LIST or part.instance != instance:
                continue
            for record in self._children(part):
                if record.kind == _SLIDE_REFERENCE:
                    facts = struct.unpack_from("<I8xI", self._stream, record.start)
                    found.append(_Reference(facts[0], facts[1], []))
                elif found and record.kind == _TEXT_HEADER:
                    found[-1].texts.append("")
                elif found and found[-1].texts and _is_text(record):
                    found[-1].texts[-1] = self._text(record)
        return found

    def _texts(self, slide: _Record, outline: list[str]) -> Iterator[str]:
        """Yield the texts of a slide's shapes, those of the outline in their places."""
        shown: set[int] = set()
        texts: list[str] = []
        for record in self._within(slide):
            if record.kind == _OUTLINE:
                (index,) = struct.unpack_from("<I", self._stream, record.start)
                if index < len(outline) and index not in shown:
                    shown.add(index)
                    texts.append(outline[index])
            elif _is_text(record):
                texts.append(self._text(record))
        unplaced = [text for n, text in enumerate(outline) if n not in shown]
        # A lone asterisk stands where the program puts a number or a date.
        yield from (text for text in unplaced + texts if text.strip() not in ("", "*"))

    def _is_hidden(self, slide: _Record) -> bool:
        for record in self._children(slide):
            if record.kind == _SHOW_FACTS:
                (flags,) = struct.unpack_from("<10xH", self._stream, record.start)
                return bool(flags & _HIDDEN)
        return False

    def _notes_of(self, slide: _Record) -> int:
        for record in self._children(slide):
            if record.kind == _SLIDE_FACTS:
                return int(struct.unpack_from("<16xI", self._stream, record.start)[0])
        return 0

    def _text(self, record: _Record) -> str:
        raw = self._stream[record.start : record.end]
        is_wide = record.kind == _WIDE_TEXT
        text = raw.decode("utf-16-le" if is_wide else "latin-1", "replace")
        return text.replace("\r", "\n").replace("\x0b", "\n").strip("\n")

    def _within(self, record: _Record, depth: int = 0) -> Iterator[_Record]:
        for child in self._children(record):
            yield child
            if child.is_container and depth < _DEEPEST:
                yield from self._within(child, depth + 1)

    def _children(self, record: _Record) -> Iterator[_Record]:
        at = record.start
        while at + 8 <= record.end:
            child = self._record(at)
            yield child
            at = child.end

    def _record(self, at: int) -> _Record:
        version, kind, size = struct.unpack_from("<HHI", self._stream, at)
        end = min(at + 8 + size, len(self._stream))
        return _Record(kind, version >> 4, version & 0xF == 0xF, at + 8, end)


def _is_text(record: _Record) -> bool:
    return record.kind in (_WIDE_TEXT, _NARROW_TEXT)
