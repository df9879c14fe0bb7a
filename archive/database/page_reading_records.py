"""How is what OCR read kept, page by page?"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import delete, func, insert, select

from archive.database.page_reading_tables import page_readings
from archive.database.part import AnyRow, Part, chunks, now
from archive.model import Sha256
from archive.page_readings import PageReading, ReadingProgress, ReadLine

_DIGITS = 5
_AT = page_readings.c


class PageReadingRecords(Part):
    """See ``PageReadingStore``; each page is one durable commit."""

    def record(
        self, sha256: Sha256, reader: str, reading: PageReading, *, pages: int
    ) -> None:
        """See ``PageReadingStore``."""
        row = {
            "sha256": sha256,
            "reader": reader,
            "number": reading.number,
            "pages": pages,
            "content": _to_json(reading),
            "read_at": now(),
        }
        with self._database.write() as connection:
            connection.execute(
                delete(page_readings).where(
                    _AT.sha256 == sha256,
                    _AT.reader == reader,
                    _AT.number == reading.number,
                )
            )
            connection.execute(insert(page_readings), [row])

    def readings(self, sha256: Sha256, reader: str) -> Sequence[PageReading]:
        """See ``PageReadingStore``."""
        query = (
            select(page_readings)
            .where(_AT.sha256 == sha256, _AT.reader == reader)
            .order_by(_AT.number)
        )
        with self._database.read() as connection:
            return [_to_reading(row) for row in connection.execute(query)]

    def reading(self, sha256: Sha256, reader: str, number: int) -> PageReading | None:
        """See ``PageReadingStore``."""
        query = select(page_readings).where(
            _AT.sha256 == sha256, _AT.reader == reader, _AT.number == number
        )
        with self._database.read() as connection:
            row = connection.execute(query).first()
        return None if row is None else _to_reading(row)

    def progress(
        self, originals: Sequence[Sha256], reader: str
    ) -> Mapping[Sha256, ReadingProgress]:
        """See ``PageReadingStore``."""
        columns = func.count().label("read"), func.max(_AT.pages).label("pages")
        query = select(_AT.sha256, *columns).where(_AT.reader == reader)
        query = query.group_by(_AT.sha256)
        with self._database.read() as connection:
            return {
                row.sha256: ReadingProgress(row.read, row.pages)
                for chunk in chunks(originals)
                for row in connection.execute(query.where(_AT.sha256.in_(chunk)))
            }

    def forget(self, sha256: Sha256) -> None:
        """See ``PageReadingStore``."""
        with self._database.write() as connection:
            connection.execute(delete(page_readings).where(_AT.sha256 == sha256))


def _to_json(reading: PageReading) -> Mapping[str, Any]:
    lines = [
        [
            line.start,
            line.end,
            [round(share, _DIGITS) for share in line.box],
            round(line.confidence, 3),
            line.edges,
            int(line.is_vertical),
            line.percents,
        ]
        for line in reading.lines
    ]
    return {
        "ratio": round(reading.ratio, _DIGITS),
        "turns": reading.turns,
        "text": reading.text,
        "lines": lines,
        "failure": reading.failure,
    }


def _to_reading(row: AnyRow) -> PageReading:
    content = row.content
    lines = tuple(
        ReadLine(
            start,
            end,
            tuple(box),
            confidence,
            tuple(edges),
            bool(is_vertical),
            tuple(percents),
        )
        for start, end, box, confidence, edges, is_vertical, percents in content[
            "lines"
        ]
    )
    return PageReading(
        row.number,
        content["ratio"],
        content["turns"],
        content["text"],
        lines,
        content["failure"],
    )
