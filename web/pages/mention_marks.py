"""Which mentions are shown in a text as it is read, and does the reader want them?

They are set off so lightly that the text still reads like paper, and are no links:
words in a link are hard to select. One choice, in a cookie, holds for all documents.
"""

from collections.abc import Iterable

from starlette.requests import Request
from starlette.responses import Response

from archive.model import Mention
from web.present import ENTITY_OF_MENTION

COOKIE = "mentions"
PARAMETER = "mentions"
OFF = "off"
_YEAR = 365 * 24 * 60 * 60


def shown_mentions(mentions: Iterable[Mention]) -> tuple[tuple[int, int, str], ...]:
    """Return spans and kinds in order; of those that overlap the first and longest."""
    found: list[tuple[int, int, str]] = []
    of_kinds = (m for m in mentions if m.kind in ENTITY_OF_MENTION)
    for mention in sorted(of_kinds, key=lambda m: (m.start, -m.end)):
        if not found or mention.start >= found[-1][1]:
            found.append((mention.start, mention.end, ENTITY_OF_MENTION[mention.kind]))
    return tuple(found)


def wants_mentions(request: Request) -> bool:
    """Tell whether the address, else the cookie, asks for mentions to be shown."""
    asked = request.query_params.get(PARAMETER) or request.cookies.get(COOKIE, "")
    return asked != OFF


def remember(request: Request, response: Response) -> Response:
    """Keep the choice that an address makes."""
    asked = request.query_params.get(PARAMETER)
    if asked in ("on", OFF):
        response.set_cookie(COOKIE, asked, max_age=_YEAR, samesite="lax", httponly=True)
    return response


def switch_url(request: Request, *, is_on: bool) -> str:
    """Return the address of the same page with mentions off, or on."""
    url = request.url.include_query_params(**{PARAMETER: OFF if is_on else "on"})
    return f"{url.path}?{url.query}"
