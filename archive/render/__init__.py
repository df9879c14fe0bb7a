"""Which kinds of originals can be shown as they looked, and by what?"""

from archive.extract.base import ExtractorEntry
from archive.sniff import OFD, PDF

IMAGES = frozenset({"image/png", "image/jpeg", "image/tiff", "image/bmp"})

RENDERERS: tuple[ExtractorEntry, ...] = (
    ExtractorEntry("archive.render.pdf:PdfRenderer", frozenset({PDF})),
    ExtractorEntry("archive.render.ofd:OfdRenderer", frozenset({OFD})),
    ExtractorEntry("archive.render.picture:PictureRenderer", IMAGES),
)
"""Read in the same limited processes as the extractors."""

HAS_PAGE_IMAGES: frozenset[str] = frozenset().union(
    *(entry.media_types for entry in RENDERERS)
)
