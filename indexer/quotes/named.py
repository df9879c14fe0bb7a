"""Which held documents may a title, a number or a citation in a draft mean?"""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from archive.model import DocumentId, Visible
from archive.store import Store
from indexer.fold import fold_query
from indexer.quotes.drafts import Reference

_SIGNS = re.compile(r"[\s《》〈〉<>()\[\]{}“”\"'第]")
_COUNTRY = "中华人民共和国"
_SUBJECT = "关于"
_REMARK = re.compile(r"\((?:试行|暂行|修订|修正|草案|征求意见稿|\d{4}年?修[订正])\)$")


class NamedDocuments:
    """Knows the titles and numbers of what the reader may see."""

    def __init__(self, store: Store, *, visible: Visible) -> None:
        self._store = store
        self._visible = visible
        self._titles: dict[str, list[DocumentId]] = {}
        self._short: dict[str, list[DocumentId]] = {}
        self._numbers: dict[str, list[DocumentId]] = {}
        for name in store.document_names(visible=visible):
            self._titles.setdefault(_key(name.title), []).append(name.id)
            self._short.setdefault(_short(name.title), []).append(name.id)
            if name.number:
                self._numbers.setdefault(_key(name.number), []).append(name.id)

    def meant(self, reference: Reference) -> tuple[DocumentId, ...]:
        """Return the documents that a reference means; none if unknown."""
        match reference.kind:
            case "title":
                return self._titled(reference.text)
            case "number":
                return self._numbered(_key(reference.text))
            case "citation":
                found = self._store.citations.citations(
                    [reference.text], visible=self._visible
                )
                return tuple(one.document_id for one in found)

    def all_meant(
        self, references: Sequence[Reference], draft: str
    ) -> Mapping[int, tuple[DocumentId, ...]]:
        """Return by place in the draft what each reference means.

        A title with a number in brackets behind it names one document twice: what one
        of the two is known by, the other is too.
        """
        meant = {one.start: self.meant(one) for one in references}
        for title, number in pairwise(references):
            between = draft[title.end : number.start].strip()
            is_pair = title.kind == "title" and number.kind == "number"
            if not is_pair or between not in ("(", "（"):
                continue
            both = meant[title.start], meant[number.start]
            shared = tuple(one for one in both[0] if one in both[1])
            if shared or not all(both):
                known = shared or both[0] or both[1]
                meant[title.start] = meant[number.start] = known
        return meant

    def _titled(self, title: str) -> tuple[DocumentId, ...]:
        exact = self._titles.get(_key(title))
        if exact:
            return tuple(exact)
        # A title is often cited without its issuer, its country or a remark.
        return tuple(self._short.get(_short(title), ()))

    def _numbered(self, key: str) -> tuple[DocumentId, ...]:
        # Words before a number run into it: 根据某政发〔2024〕3号.
        for start in range(len(key)):
            if key[start].isdigit():
                break
            if key[start:] in self._numbers:
                return tuple(self._numbers[key[start:]])
        return ()


def short_title(title: str) -> str:
    """Return the part of a title that every way of citing it has, folded."""
    folded = _REMARK.sub("", fold_query(title))
    at = folded.find(_SUBJECT)
    # What stands before 关于 is an issuer, if it is short and names no work itself.
    if 0 < at <= 30 and "<" not in folded[:at]:
        folded = folded[at:]
    return folded.removeprefix(_COUNTRY)


def _short(title: str) -> str:
    return _key(short_title(title))


def _key(text: str) -> str:
    return _SIGNS.sub("", fold_query(text))
