"""Which address leads where, and what must its caller be allowed to do?

An endpoint is ``async def endpoint(request: Request) -> Response``; a plain ``def``
runs in a thread. It finds who asks by ``web.permissions.reader_of(request)`` and the
parts by ``web.services.services_of(request)``. Errors are raised, never rendered.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from web import health, intake_form, openapi, sign_in
from web.api import accessions as api_accessions
from web.api import accounts as api_accounts
from web.api import check as api_check
from web.api import citations as api_citations
from web.api import completion as api_completion
from web.api import decisions as api_decisions
from web.api import documents as api_documents
from web.api import edits as api_edits
from web.api import entities as api_entities
from web.api import jobs as api_jobs
from web.api import reviews as api_reviews
from web.api import saved_searches as api_saved
from web.api import search as api_search
from web.api import similar as api_similar
from web.api import slices as api_slices
from web.api import terms as api_terms
from web.api import uploads as api_uploads
from web.api import validity as api_validity
from web.pages import (
    accessions,
    accounts,
    baskets,
    check,
    citations,
    decisions,
    dictionary,
    documents,
    editing,
    edits,
    entities,
    entity_lists,
    exports,
    glossary,
    handover_book,
    handovers,
    help,
    holdings,
    home,
    intake,
    mentions,
    page_view,
    reading_again,
    receipts,
    review,
    review_actions,
    review_changes,
    reviews,
    saved,
    search,
    synonyms,
    term_proposals,
)
from web.permissions import Action

Endpoint = Callable[[Request], Awaitable[Response]] | Callable[[Request], Response]


@dataclass(frozen=True, slots=True)
class Address:
    """A method and path, its endpoint, and the action it takes; None: anyone.

    An endpoint that ``reads_multipart`` checks the token in its form itself, before
    it changes anything; see ``web.security.check_change``.
    """

    method: str
    path: str
    endpoint: Endpoint
    action: Action | None
    reads_multipart: bool = False


_API_TERMS = "/api/terms"
API_TERMS: tuple[Address, ...] = (
    Address("GET", _API_TERMS, api_terms.terms, "read"),
    Address("POST", _API_TERMS, api_terms.add, "correct"),
    Address("GET", f"{_API_TERMS}/proposals", api_terms.proposals, "correct"),
    Address("POST", f"{_API_TERMS}/proposals", api_terms.decide, "correct"),
    Address("POST", f"{_API_TERMS}/proposals/look", api_terms.look_again, "correct"),
    Address("PUT", f"{_API_TERMS}/dictionary", api_terms.load, "correct"),
    Address("GET", f"{_API_TERMS}/changes", api_terms.changes, "correct"),
    Address("POST", f"{_API_TERMS}/changes/{{id}}/undo", api_terms.undo, "correct"),
    Address("GET", f"{_API_TERMS}/{{id}}", api_terms.term, "read"),
    Address("PATCH", f"{_API_TERMS}/{{id}}", api_terms.change, "correct"),
    Address("DELETE", f"{_API_TERMS}/{{id}}", api_terms.remove, "correct"),
)
API: tuple[Address, ...] = (
    *API_TERMS,
    Address("GET", "/api/search", api_search.search, "read"),
    Address("POST", "/api/search", api_search.search_by_body, "read"),
    Address("GET", "/api/search.csv", exports.results_as_csv, "read"),
    Address("GET", "/api/search.xlsx", exports.results_as_xlsx, "read"),
    Address("GET", "/api/saved-searches", api_saved.saved_searches, "read"),
    Address("POST", "/api/saved-searches", api_saved.save, "read"),
    Address("GET", "/api/saved-searches/{id}", api_saved.saved_search, "read"),
    Address("PATCH", "/api/saved-searches/{id}", api_saved.look, "read"),
    Address("DELETE", "/api/saved-searches/{id}", api_saved.forget, "read"),
    Address("GET", "/api/complete", api_completion.complete, "read"),
    Address("POST", "/api/documents", api_uploads.upload, "add", reads_multipart=True),
    Address("GET", "/api/accounts", api_accounts.accounts, "manage_accounts"),
    Address("PATCH", "/api/accounts/{id}", api_accounts.change, "manage_accounts"),
    Address(
        "POST",
        "/api/accounts/{id}/password",
        api_accounts.reset_password,
        "manage_accounts",
    ),
    Address(
        "DELETE",
        "/api/accounts/{id}/sessions",
        api_accounts.end_sessions,
        "manage_accounts",
    ),
    Address("GET", "/api/tokens", api_accounts.tokens, "manage_accounts"),
    Address("DELETE", "/api/tokens/{id}", api_accounts.revoke_token, "manage_accounts"),
    Address("GET", "/api/accessions", api_accessions.latest, "add"),
    Address("POST", "/api/accessions", api_accessions.begin, "add"),
    Address("GET", "/api/accessions/{id}", api_accessions.accession, "add"),
    Address("GET", "/api/accessions/{id}/items", api_accessions.items, "add"),
    Address(
        "POST", "/api/accessions/{id}/cancel", api_accessions.cancel_accession, "add"
    ),
    Address("GET", "/api/uploads", api_slices.unfinished, "add"),
    Address("POST", "/api/uploads", api_slices.begin, "add"),
    Address("GET", "/api/uploads/{id}", api_slices.upload, "add"),
    Address("PUT", "/api/uploads/{id}", api_slices.put_slice, "add"),
    Address("DELETE", "/api/uploads/{id}", api_slices.give_up, "add"),
    Address("POST", "/api/uploads/{id}/finish", api_slices.finish, "add"),
    Address("GET", "/api/jobs", api_jobs.jobs, "read"),
    Address("GET", "/api/jobs/{id}", api_jobs.job, "read"),
    Address("POST", "/api/jobs/{id}/cancel", api_accessions.cancel_job, "add"),
    Address("POST", "/api/documents/{id}/retry", api_accessions.retry_document, "add"),
    Address("GET", "/api/documents/{id}", api_documents.document, "read"),
    Address("PATCH", "/api/documents/{id}", api_documents.correct, "correct"),
    Address("DELETE", "/api/documents/{id}", api_documents.remove, "remove"),
    Address("GET", "/api/documents/{id}/original", api_documents.original, "read"),
    Address(
        "PUT",
        "/api/documents/{id}/original",
        api_documents.replace,
        "correct",
        reads_multipart=True,
    ),
    Address("PUT", "/api/documents/{id}/bin", api_documents.put_in_bin, "correct"),
    Address(
        "DELETE", "/api/documents/{id}/bin", api_documents.take_from_bin, "correct"
    ),
    Address("GET", "/api/documents/{id}/text", api_documents.text, "read"),
    Address("GET", "/api/documents/{id}/similar", api_similar.similar, "read"),
    Address(
        "GET",
        "/api/documents/{id}/pages/{number}.png",
        api_documents.page_image,
        "read",
    ),
    Address("GET", "/api/entities", api_entities.entities, "read"),
    Address("GET", "/api/entities/{id}", api_entities.entity, "read"),
    Address("GET", "/api/entities/{id}/decisions", api_decisions.of_entity, "correct"),
    Address(
        "POST",
        "/api/entities/{id}/decisions",
        api_decisions.decide_on_entity,
        "correct",
    ),
    Address(
        "GET", "/api/documents/{id}/decisions", api_decisions.of_document, "correct"
    ),
    Address(
        "POST",
        "/api/documents/{id}/decisions",
        api_decisions.decide_on_words,
        "correct",
    ),
    Address("GET", "/api/documents/{id}/edits", api_edits.of_document, "read"),
    Address("POST", "/api/documents/{id}/edits", api_edits.decide, "correct"),
    Address("GET", "/api/decisions", api_decisions.latest, "correct"),
    Address("POST", "/api/decisions/{id}/undo", api_decisions.undo, "correct"),
    Address("GET", "/api/handovers", api_entities.handovers, "read"),
    Address("GET", "/api/posts/{id}", api_entities.post, "read"),
    Address("GET", "/api/documents/{id}/validity", api_validity.validity, "read"),
    Address("GET", "/api/citations", api_citations.citations, "read"),
    Address("POST", "/api/citations", api_citations.cite, "cite"),
    Address("GET", "/api/citations/{id}", api_citations.citation, "read"),
    Address("PATCH", "/api/citations/{id}", api_citations.choose_kind, "cite"),
    Address("GET", "/api/citations/{id}/annotation", api_citations.annotation, "read"),
    Address("GET", "/api/basket", api_citations.basket, "cite"),
    Address("POST", "/api/basket", api_citations.put_in_basket, "cite"),
    Address("PATCH", "/api/basket/{id}", api_citations.move_in_basket, "cite"),
    Address("DELETE", "/api/basket/{id}", api_citations.take_from_basket, "cite"),
    Address("GET", "/api/reviews", api_reviews.reviews, "read"),
    Address("POST", "/api/reviews", api_reviews.begin, "review"),
    Address("GET", "/api/reviews/{id}", api_reviews.review, "read"),
    Address("PUT", "/api/reviews/{id}", api_reviews.save, "review"),
    Address("POST", "/api/reviews/{id}/state", api_reviews.move, "review"),
    Address("GET", "/api/reviews/{id}/check", api_reviews.check, "review"),
    Address("POST", "/api/reviews/{id}/final", api_reviews.make_final, "review"),
    Address("GET", "/api/reviews/{id}/export", review_changes.export, "read"),
    Address("POST", "/api/check", api_check.check, "read", reads_multipart=True),
    Address("GET", "/api/openapi.json", openapi.document, "read"),
)
OPERATION: tuple[Address, ...] = (
    Address("GET", "/healthz", health.healthz, None),
    Address("GET", "/readyz", health.readyz, None),
    Address("GET", "/metrics", health.metrics, None),
)
_REVIEW = "/reviews/{review_id}"
_ACCESSION = "/intake/accessions/{accession_id}"
REVIEW_PAGES: tuple[Address, ...] = (
    Address("GET", "/reviews", reviews.review_list, "read"),
    Address("POST", "/reviews", reviews.begin_review, "review"),
    Address("GET", "/reviews/new", reviews.new_review_page, "review"),
    Address("GET", _REVIEW, review.review_page, "read"),
    Address("POST", _REVIEW, review_actions.change_review, "review"),
    Address("GET", f"{_REVIEW}/preview", review.preview, "read"),
    Address("GET", f"{_REVIEW}/panel", review.panel, "review"),
    Address("GET", f"{_REVIEW}/check", review.check_page, "review"),
    Address("GET", f"{_REVIEW}/history", review_changes.history_page, "read"),
    Address("GET", f"{_REVIEW}/export", review_changes.export, "read"),
    Address("POST", f"{_REVIEW}/members", review_actions.change_people, "review"),
    Address("POST", f"{_REVIEW}/state", review_actions.move_review, "review"),
    Address("POST", f"{_REVIEW}/comments", review_actions.remark, "review"),
    Address("POST", f"{_REVIEW}/follow-ups", review_actions.follow_up, "review"),
    Address("POST", f"{_REVIEW}/finalise", review_actions.finalise_review, "review"),
)
_GLOSSARY = "/terms/glossary"
TERM_PAGES: tuple[Address, ...] = (
    Address("GET", _GLOSSARY, glossary.glossary_page, "read"),
    Address("POST", _GLOSSARY, glossary.add_term, "correct"),
    Address("GET", f"{_GLOSSARY}.csv", dictionary.glossary_as_table, "read"),
    Address("GET", f"{_GLOSSARY}.txt", dictionary.glossary_as_words, "read"),
    Address("GET", f"{_GLOSSARY}/{{term_id}}", glossary.term_page, "read"),
    Address("POST", f"{_GLOSSARY}/{{term_id}}", glossary.change_term, "correct"),
    Address("GET", "/terms/proposals", term_proposals.proposals_page, "correct"),
    Address("POST", "/terms/proposals", term_proposals.decide_proposal, "correct"),
    Address("POST", "/terms/proposals/look", term_proposals.look_again, "correct"),
    Address("GET", "/terms/dictionary", dictionary.dictionary_page, "correct"),
    Address(
        "POST",
        "/terms/dictionary",
        dictionary.load_dictionary,
        "correct",
        reads_multipart=True,
    ),
    Address("GET", "/terms/changes", dictionary.changes_page, "correct"),
    Address(
        "POST", "/terms/changes/{change_id}/undo", dictionary.undo_change, "correct"
    ),
)
PAGES: tuple[Address, ...] = (
    Address("GET", "/", home.home, None),
    Address("GET", "/account", accounts.own_account_page, "keep_own_account"),
    Address("POST", "/account", accounts.change_own_account, "keep_own_account"),
    Address("GET", "/accounts", accounts.accounts_page, "manage_accounts"),
    Address("POST", "/accounts", accounts.change_accounts, "manage_accounts"),
    Address("GET", "/sign-in", sign_in.sign_in_page, None),
    Address("POST", "/sign-in", sign_in.sign_in, None),
    Address("POST", "/sign-out", sign_in.sign_out, None),
    Address("GET", "/search", search.search_page, "read"),
    Address("GET", "/search.csv", exports.results_as_csv, "read"),
    Address("GET", "/search.xlsx", exports.results_as_xlsx, "read"),
    Address("GET", "/saved", saved.saved_page, "read"),
    Address("POST", "/saved", saved.save_search, "read"),
    Address("POST", "/saved/{search_id}/seen", saved.look_at_search, "read"),
    Address("POST", "/saved/{search_id}/forget", saved.forget_search, "read"),
    Address("GET", "/synonyms", synonyms.synonyms_page, "read"),
    Address("POST", "/synonyms", synonyms.add_synonyms, "correct"),
    Address("POST", "/synonyms/{synonyms_id}", synonyms.change_synonyms, "correct"),
    Address("GET", "/documents/{document_id}", documents.document_page, "read"),
    Address(
        "GET", "/documents/{document_id}/citation", citations.citation_page, "cite"
    ),
    Address(
        "GET",
        "/documents/{document_id}/pages/{number}",
        page_view.page_view,
        "read",
    ),
    Address("GET", "/documents/{document_id}/edit", editing.editing_page, "correct"),
    Address(
        "POST", "/documents/{document_id}/edit", editing.correct_document, "correct"
    ),
    Address(
        "POST",
        "/documents/{document_id}/original",
        editing.replace_document,
        "correct",
        reads_multipart=True,
    ),
    Address("POST", "/documents/{document_id}/bin", editing.bin_document, "correct"),
    Address(
        "POST",
        "/documents/{document_id}/take-from-bin",
        editing.take_document_from_bin,
        "correct",
    ),
    Address("POST", "/documents/{document_id}/edits", edits.decide_on_edit, "correct"),
    Address("GET", "/holdings", holdings.holdings_page, "correct"),
    Address("POST", "/holdings", holdings.change_holdings, "correct"),
    Address("GET", "/intake", intake.intake_page, "add"),
    Address("POST", "/intake", intake_form.intake_form, "add", reads_multipart=True),
    Address("POST", "/intake/cancel", accessions.cancel_file, "add"),
    Address("POST", "/intake/retry", accessions.retry_files, "add"),
    Address("POST", "/intake/uploads/{id}/give-up", accessions.give_up_upload, "add"),
    Address("GET", _ACCESSION, accessions.accession_page, "add"),
    Address("POST", f"{_ACCESSION}/cancel", accessions.cancel_accession, "add"),
    Address("GET", f"{_ACCESSION}/receipts.csv", accessions.accession_as_csv, "add"),
    Address("GET", "/intake/receipts.csv", receipts.receipts_as_csv, "add"),
    Address("GET", "/handovers", handovers.handovers_page, "read"),
    Address("GET", "/handovers/{document_id}", handover_book.handover_page, "read"),
    Address("GET", "/officials", entity_lists.entity_list("official"), "read"),
    Address("GET", "/officials/{entity_id}", entities.entity_page("official"), "read"),
    Address("GET", "/places", entity_lists.entity_list("place"), "read"),
    Address("GET", "/places/{entity_id}", entities.entity_page("place"), "read"),
    Address("GET", "/organisations", entity_lists.entity_list("organisation"), "read"),
    Address(
        "GET",
        "/organisations/{entity_id}",
        entities.entity_page("organisation"),
        "read",
    ),
    Address("GET", "/posts", entity_lists.entity_list("post"), "read"),
    Address("GET", "/posts/{entity_id}", entities.entity_page("post"), "read"),
    Address(
        "POST",
        "/documents/{document_id}/reading",
        reading_again.read_document_again,
        "correct",
    ),
    Address("GET", "/terms", entity_lists.entity_list("term"), "read"),
    *TERM_PAGES,
    Address("GET", "/terms/{entity_id}", entities.entity_page("term"), "read"),
    Address("GET", "/citations", citations.citation_list, "read"),
    Address("POST", "/citations", citations.store_citation, "cite"),
    Address("GET", "/citations/{citation_id}", citations.stored_citation, "read"),
    Address("POST", "/citations/{citation_id}/kind", citations.choose_kind, "cite"),
    Address("GET", "/basket", baskets.basket_page, "cite"),
    Address("POST", "/basket", baskets.put_in_basket, "cite"),
    Address("POST", "/basket/change", baskets.change_basket, "cite"),
    Address("GET", "/decisions", decisions.decisions_page, "correct"),
    Address(
        "POST", "/decisions/{decision_id}/undo", decisions.undo_decision, "correct"
    ),
    Address(
        "GET",
        "/entities/{entity_id}/decisions",
        decisions.entity_decisions_page,
        "correct",
    ),
    Address(
        "POST",
        "/entities/{entity_id}/decisions",
        decisions.decide_on_entity,
        "correct",
    ),
    Address(
        "GET", "/documents/{document_id}/mentions", mentions.mentions_page, "correct"
    ),
    Address(
        "POST",
        "/documents/{document_id}/mentions",
        mentions.decide_on_mention,
        "correct",
    ),
    Address("POST", "/basket/send", review_actions.send_basket, "review"),
    *REVIEW_PAGES,
    Address("GET", "/check", check.check_page, "read"),
    Address("POST", "/check", check.checked_page, "read", reads_multipart=True),
    Address("GET", "/help", help.help_page, "read"),
)
ADDRESSES: tuple[Address, ...] = API + OPERATION + PAGES
