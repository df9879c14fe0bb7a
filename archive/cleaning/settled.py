"""Which edits of a text hold, now that people decided on some?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from archive.cleaning.edits import Edit, without_overlaps
from archive.decisions import DecisionId, DecisionRecord, EditDecision, carried

EditState = Literal["made", "proposed", "accepted", "refused"]


@dataclass(frozen=True, slots=True)
class SettledEdit:
    """An edit and how it stands: made and accepted ones change the reading text."""

    edit: Edit
    state: EditState
    decided_by: DecisionId | None = None

    @property
    def holds(self) -> bool:
        """Whether the text reads so."""
        return self.state in ("made", "accepted")


def settled(
    text: str, edits: Iterable[Edit], decided: Sequence[DecisionRecord]
) -> tuple[SettledEdit, ...]:
    """Return edits in order with what was decided of each; none overlaps another.

    ``decided`` are the decisions that hold on this document's edits. One whose words
    cannot be proved in the text changes nothing; an accepted edit that no rule calls
    for any more still holds.
    """
    found = {
        (edit.start, edit.end): SettledEdit(
            edit, "made" if edit.is_certain else "proposed"
        )
        for edit in edits
    }
    for record in decided:
        decision = record.decision
        if not isinstance(decision, EditDecision):
            continue
        span = carried(decision.words, text)
        if span is None:
            continue
        edit = replace(decision.proposed, start=span.start, end=span.end)
        if decision.action == "accept" and decision.text is not None:
            kept = SettledEdit(replace(edit, text=decision.text), "accepted", record.id)
        else:
            kept = SettledEdit(edit, "refused", record.id)
        found[span.start, span.end] = kept
    by_edit = {one.edit: one for one in found.values()}
    return tuple(by_edit[edit] for edit in without_overlaps(by_edit))
