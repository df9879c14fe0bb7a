"""What does a small form of one of our pages say?"""

from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from archive.errors import InvalidInput
from archive.model import Span
from web.failures import UnsupportedBody

FIELD_AT_MOST = 2_000_000
FORM_TYPE = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Form:
    """Text fields by name; the values of one name in order."""

    fields: tuple[tuple[str, str], ...]

    def text(self, name: str) -> str:
        """Return a field's text with plain line ends, or nothing."""
        return next(iter(self.texts(name)), "")

    def texts(self, name: str) -> list[str]:
        """Return every value of a field."""
        return [value for key, value in self.fields if key == name]

    def needed(self, name: str, *, at_most: int = 500) -> str:
        """Return a field's text without outer white space.

        Raises InvalidInput for one that is blank or too long.
        """
        text = self.text(name).strip()
        if not text or len(text) > at_most:
            raise InvalidInput(field=name, value=text[:80])
        return text

    def span(self) -> Span:
        """Return the words between ``start`` and ``end``; raises InvalidInput."""
        return Span(self.number("start"), self.number("end"))

    def number(self, name: str) -> int:
        """Return a field's whole number; raises InvalidInput."""
        text = self.text(name).strip()
        if not (text.isascii() and text.isdigit() and len(text) < 12):
            raise InvalidInput(field=name, value=text[:80])
        return int(text)


async def form_of(request: Request) -> Form:
    """Return the text fields of a form whose token was checked with the request.

    Raises UnsupportedBody for a multipart body: its token is not checked by then.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != FORM_TYPE:
        raise UnsupportedBody(expected=FORM_TYPE)
    form = await request.form(max_fields=500)
    return Form(
        tuple(
            (name, value.replace("\r\n", "\n")[:FIELD_AT_MOST])
            for name, value in form.multi_items()
            if isinstance(value, str)
        )
    )


def go_to(address: str) -> Response:
    """Send the browser on after a change."""
    return RedirectResponse(address, status_code=303)


def next_address(form: Form, otherwise: str) -> str:
    """Return where a form wants to go on, if it is an address of ours."""
    asked = form.text("next")
    parts = urlsplit(asked)
    is_ours = asked.startswith("/") and not asked.startswith(("//", "/\\"))
    return asked if is_ours and not parts.netloc else otherwise
