"""How does a template become a page?"""

from functools import lru_cache
from pathlib import Path

import jinja2
from starlette.requests import Request
from starlette.responses import HTMLResponse

from web.pages.shell import GLOBALS
from web.permissions import reader_if_any
from web.present import FILTERS

TEMPLATES = Path(__file__).parent / "templates"


@lru_cache(maxsize=1)
def _templates() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(FILTERS)
    environment.globals.update(GLOBALS)
    return environment


def render(
    request: Request, template: str, *, status: int = 200, **values: object
) -> HTMLResponse:
    """Return a page; every template also sees ``request`` and ``reader``."""
    page = _templates().get_template(template)
    html = page.render(request=request, reader=reader_if_any(request), **values)
    return HTMLResponse(html, status)
