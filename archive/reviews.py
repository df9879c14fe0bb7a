"""What is a review (评议), who writes it, and how does it come to be final?

A review quotes documents, so whoever may not see one of the documents it cites may
not see the review. A final review is never changed: it is a document of the archive.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal, NewType, Protocol, get_args

from archive.citations import CitationId
from archive.model import DocumentId, PartialDate, Sha256, Visible

ReviewId = NewType("ReviewId", str)
ReviewState = Literal["draft", "in_review", "final"]
SubjectKind = Literal["official", "place", "handover", "report"]
SUBJECT_KINDS: Final[tuple[SubjectKind, ...]] = get_args(SubjectKind)

TEXT_AT_MOST: Final = 500_000
MEMBERS_AT_MOST: Final = 50
SAME_SITTING_SECONDS: Final = 600
"""Saves of one person within this time make one entry of the history."""

CITATION_MARK: Final = re.compile(r"\[@([0-9a-f]{16})\]")
"""How a text names a stored citation: ``[@0123456789abcdef]``."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What is reviewed: an official or a place, or a document about a handover.

    ``id`` is that of the entity or the document.
    """

    kind: SubjectKind
    id: str
    name: str


@dataclass(frozen=True, slots=True)
class NewReview:
    """What a review begins with; its final form goes to ``collection``."""

    title: str
    subject: Subject
    collection: str
    members: tuple[str, ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class Review:
    """A review as it stands; ``text`` is Markdown.

    ``revision`` rises with every saved change. A final one has the ``document_id`` it
    is held under and the SHA-256 of that original.
    """

    id: ReviewId
    title: str
    subject: Subject
    collection: str
    members: tuple[str, ...]
    state: ReviewState
    style: str
    revision: int
    text: str
    created_by: str
    created_at: datetime
    changed_at: datetime
    document_id: DocumentId | None = None
    sha256: Sha256 | None = None


@dataclass(frozen=True, slots=True)
class Writing:
    """What somebody wrote on the revision ``base``."""

    base: int
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Revision:
    """An entry of a review's history; ``number`` names it for ever.

    One kept aside was written on ``revision`` when that was no longer the last.
    """

    number: int
    revision: int
    title: str
    text: str
    saved_by: str
    saved_at: datetime
    is_aside: bool


@dataclass(frozen=True, slots=True)
class Step:
    """Who moved a review to a state and when.

    ``reasons`` say by quotation why it stands though it is not proved.
    """

    state: ReviewState
    revision: int
    actor: str
    happened_at: datetime
    reasons: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Comment:
    """A remark (批注) on a review or on ``words`` of it."""

    id: str
    revision: int
    words: str
    text: str
    written_by: str
    written_at: datetime
    settled_by: str | None = None
    settled_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A point that a review raised, which the next one on its subject shows first."""

    id: str
    review_id: ReviewId
    review_title: str
    text: str
    responsible: str
    due: PartialDate | None
    written_by: str
    written_at: datetime
    settled_by: str | None = None
    settled_at: datetime | None = None
    settled_how: str | None = None


class ReviewStore(Protocol):
    """Keeps reviews; every change is one durable transaction.

    Every method raises ReviewNotFound for a review the reader may not see. Those that
    write in a review raise NotAMember and ReviewIsFinal.
    """

    def begin(self, new: NewReview, *, actor: str, visible: Visible) -> Review:
        """Begin a review whose first member is the actor.

        Raises InvalidInput for a collection out of sight or a blank title.
        """

    def review(self, review_id: str, *, visible: Visible) -> Review:
        """Return a review."""

    def reviews(
        self,
        *,
        visible: Visible,
        only_final: bool = False,
        subject: Subject | None = None,
        limit: int = 200,
    ) -> Sequence[Review]:
        """Return reviews, the last changed first."""

    def citing(
        self, document_id: str, *, visible: Visible, only_final: bool = False
    ) -> Sequence[Review]:
        """Return the reviews whose present text cites a document."""

    def save(
        self, review_id: str, writing: Writing, *, actor: str, visible: Visible
    ) -> Review:
        """Save a text; one that says nothing new changes nothing.

        Raises ReviewChanged if ``base`` is no longer the last revision: what was
        written is then kept aside in the history.
        """

    def set_members(
        self, review_id: str, members: Sequence[str], *, actor: str, visible: Visible
    ) -> Review:
        """Set who writes; whoever began the review stays. Raises InvalidInput."""

    def move(
        self, review_id: str, state: ReviewState, *, actor: str, visible: Visible
    ) -> Review:
        """Move a review into review or back to draft; raises InvalidInput for final."""

    def finalise(
        self,
        review_id: str,
        *,
        revision: int,
        document_id: DocumentId,
        sha256: Sha256,
        reasons: Mapping[str, str],
        actor: str,
        visible: Visible,
    ) -> Review:
        """Make the revision final, held as a document; the log says so.

        Raises ReviewNotInReview, or ReviewChanged if it is no longer the last one.
        """

    def history(self, review_id: str, *, visible: Visible) -> Sequence[Revision]:
        """Return every entry of the history, oldest first."""

    def steps(self, review_id: str, *, visible: Visible) -> Sequence[Step]:
        """Return how the review came to its state, oldest first."""

    def comments(self, review_id: str, *, visible: Visible) -> Sequence[Comment]:
        """Return the remarks, oldest first."""

    def comment(
        self, review_id: str, text: str, *, words: str, actor: str, visible: Visible
    ) -> Comment:
        """Add a remark; any reviewer may. Raises InvalidInput, ReviewIsFinal."""

    def settle_comment(
        self, review_id: str, comment_id: str, *, actor: str, visible: Visible
    ) -> None:
        """Mark a remark as dealt with; one that is so already stays as it is."""

    def follow_ups(self, review_id: str, *, visible: Visible) -> Sequence[FollowUp]:
        """Return the points that a review raises, oldest first."""

    def open_follow_ups(
        self, review: Review, *, visible: Visible
    ) -> Sequence[FollowUp]:
        """Return open points of earlier reviews of the same subject, oldest first."""

    def raise_follow_up(
        self,
        review_id: str,
        text: str,
        *,
        responsible: str,
        due: PartialDate | None,
        actor: str,
        visible: Visible,
    ) -> FollowUp:
        """Raise a point; members only, also in a review that is not final."""

    def settle_follow_up(
        self, follow_up_id: str, how: str, *, actor: str, visible: Visible
    ) -> None:
        """Close a point of any visible review, saying how; raises InvalidInput."""


def cited_ids(text: str) -> list[CitationId]:
    """Return the citations that a text names, each once, in its order."""
    return list(dict.fromkeys(CitationId(m[1]) for m in CITATION_MARK.finditer(text)))
