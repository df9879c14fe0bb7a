"""How does a picture look, page by page?"""

from archive.extract.base import OriginalFile
from archive.pictures import picture, shown
from archive.render import IMAGES
from archive.render.base import WIDEST_PIXELS, PageRequest, PageView
from archive.sniff import sniff

LONGEST_PIXELS = 4000


class PictureRenderer:
    """Shows the pictures of an image file, written anew: nothing hidden comes along."""

    media_types = IMAGES

    def view(self, original: OriginalFile, request: PageRequest) -> PageView | None:
        """See ``Renderer``; the characters of a picture are for OCR to find."""
        media_type = sniff(original.path, original.name)
        width = min(request.width, WIDEST_PIXELS)
        page, count = picture(
            original.path, media_type, request.number, longest=LONGEST_PIXELS
        )
        if page is None:
            return None
        across, down = page.size
        if request.turns % 2:
            across, down = down, across
        image = shown(page, width, request.turns) if width else b""
        return PageView(down / across, count, image, "image/webp")
