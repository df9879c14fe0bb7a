"""Do the quotations of a draft stand in what the reader may see?"""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from indexer.quotes.checker import QuotationChecker
from indexer.quotes.shapes import checked_draft_json
from web.drafts import offered_draft
from web.json_response import JsonResponse
from web.permissions import reader_of
from web.services import services_of


async def check(request: Request) -> Response:
    """Check every quotation of the draft that was sent."""
    services, visible = services_of(request), reader_of(request).visible
    draft = await offered_draft(request)

    def work() -> Response:
        checker = QuotationChecker(services.store, services.engine)
        return JsonResponse(
            checked_draft_json(checker.check(draft.text, visible=visible))
        )

    return await run_in_threadpool(work)
