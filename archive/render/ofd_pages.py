"""What does a page of an OFD package draw, with template, annotations and seals?"""

import io
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace

from lxml import etree

from archive.extract.ofd_package import (
    Parts,
    add_units,
    elements,
    numbers,
)
from archive.extract.ofd_runs import IDENTITY, Matrix, times
from archive.pictures import inked
from archive.render.drawing import Drawing, DrawnImage, Mark
from archive.render.ofd_objects import (
    MOST_MARKS,
    PIECES_OF_IMAGE,
    Budget,
    Resources,
    drawn,
)
from archive.render.ofd_seals import seal_picture
from archive.sniff import BROKEN_ZIP

A4 = (0.0, 0.0, 210.0, 297.0)
_BEHIND, _BEFORE = "background", "foreground"


@dataclass(frozen=True, slots=True)
class _Leaf:
    document: str
    part: str | None
    id: str


def page_drawing(
    parts: Parts, number: int, budget: Budget | None = None
) -> tuple[Drawing | None, int]:
    """Return a page by its number from 1, and how many pages there are.

    ``budget`` is that of the page on which it lies as a seal.
    """
    leaves = list(_leaves(parts))
    if not 1 <= number <= len(leaves):
        return None, len(leaves)
    return _drawing(parts, leaves[number - 1], budget or Budget()), len(leaves)


def _leaves(parts: Parts) -> Iterator[_Leaf]:
    root = parts.root()
    for link in elements(parts.parse(root), "docroot"):
        document = parts.find(root, (link.text or "").strip())
        if document is None:
            continue
        for page in elements(parts.parse(document), "page"):
            part = parts.find(document, page.get("BaseLoc", ""))
            yield _Leaf(document, part, page.get("ID", ""))


def _drawing(parts: Parts, leaf: _Leaf, budget: Budget) -> Drawing:
    document = parts.parse(leaf.document)
    content = parts.parse(leaf.part) if leaf.part else etree.Element("Page")
    left, top, width, height = _box(content, document)
    resources = Resources(budget=budget)
    for name in ("publicres", "documentres"):
        _add_resources(parts, leaf.document, document, name, resources)
    if leaf.part:
        _add_resources(parts, leaf.part, content, "pageres", resources)
    origin: Matrix = (1, 0, 0, 1, -left, -top)
    marks: list[Mark] = []
    behind, before = _templates(parts, leaf.document, document, content)
    for one in (*behind, content, *before):
        marks.extend(drawn(one, origin, resources))
    marks.extend(_annotations(parts, leaf, document, origin, resources))
    marks.extend(_seals(parts, leaf, origin, budget))
    return Drawing(width, height, tuple(marks[:MOST_MARKS]))


def _box(content: etree._Element, document: etree._Element) -> list[float]:
    for root in (content, document):
        for area in elements(root, "physicalbox"):
            box = numbers(area.text or "")
            if len(box) == 4 and box[2] > 0 and box[3] > 0:
                return box
    return list(A4)


def _add_resources(
    parts: Parts, base: str, root: etree._Element, name: str, found: Resources
) -> None:
    for link in elements(root, name):
        part = parts.find(base, (link.text or "").strip())
        if part is None:
            continue
        listed = parts.parse(part)
        add_units(listed, found.units)
        found.fonts.update({one.get("ID", ""): one for one in elements(listed, "font")})
        params = elements(listed, "drawparam")
        found.params.update({one.get("ID", ""): one for one in params})
        folder = listed.get("BaseLoc", "")
        for media in elements(listed, "multimedia"):
            for file in elements(media, "mediafile"):
                name_of = (file.text or "").strip()
                at = parts.find(part, f"{folder}/{name_of}") or parts.find(
                    part, name_of
                )
                if at is not None:
                    found.media[media.get("ID", "")] = parts.content(at)


def _templates(
    parts: Parts, base: str, document: etree._Element, content: etree._Element
) -> tuple[list[etree._Element], list[etree._Element]]:
    """Return the templates that a page lies on, and those that lie on it."""
    behind: list[etree._Element] = []
    before: list[etree._Element] = []
    listed = {one.get("ID", ""): one for one in elements(document, "templatepage")}
    for use in elements(content, "template"):
        template = listed.get(use.get("TemplateID", ""))
        if template is None:
            continue
        part = parts.find(base, template.get("BaseLoc", ""))
        order = use.get("ZOrder") or template.get("ZOrder") or _BEHIND
        if part is not None:
            where = before if order.lower() == _BEFORE else behind
            where.append(parts.parse(part))
    return behind, before


def _annotations(
    parts: Parts,
    leaf: _Leaf,
    document: etree._Element,
    origin: Matrix,
    resources: Resources,
) -> Iterator[Mark]:
    for listed in elements(document, "annotations"):
        listing = parts.find(leaf.document, (listed.text or "").strip())
        if listing is None:
            continue
        for page in elements(parts.parse(listing), "page"):
            if page.get("PageID", "") != leaf.id:
                continue
            for file in elements(page, "fileloc"):
                part = parts.find(listing, (file.text or "").strip())
                if part is not None:
                    yield from _appearances(parts.parse(part), origin, resources)


def _appearances(
    annotations: etree._Element, origin: Matrix, resources: Resources
) -> Iterator[Mark]:
    for one in elements(annotations, "annot"):
        if one.get("Visible", "true").lower() == "false":
            continue
        for appearance in elements(one, "appearance"):
            box = numbers(appearance.get("Boundary", "")) or [0.0, 0.0]
            at: Matrix = (1, 0, 0, 1, box[0], box[1]) if len(box) >= 2 else IDENTITY
            yield from drawn(appearance, times(at, origin), resources)


def _seals(parts: Parts, leaf: _Leaf, origin: Matrix, budget: Budget) -> Iterator[Mark]:
    """Yield the seals of a page, each from its signature's value or its own file."""
    root = parts.root()
    for body in elements(parts.parse(root), "docbody"):
        for listed in elements(body, "signatures"):
            listing = parts.find(root, (listed.text or "").strip())
            if listing is None:
                continue
            for one in elements(parts.parse(listing), "signature"):
                part = parts.find(listing, one.get("BaseLoc", ""))
                if part is not None:
                    yield from _stamps(parts, part, leaf, origin, budget)


def _stamps(
    parts: Parts, part: str, leaf: _Leaf, origin: Matrix, budget: Budget
) -> Iterator[Mark]:
    signature = parts.parse(part)
    boxes = [
        box
        for stamp in elements(signature, "stampannot")
        if stamp.get("PageRef", "") == leaf.id
        and len(box := numbers(stamp.get("Boundary", ""))) == 4
    ]
    if not boxes:
        return
    places = [
        parts.find(part, (link.text or "").strip())
        for name in ("baseloc", "signedvalue")
        for link in elements(signature, name)
    ]
    for place in places:
        found = seal_picture(parts.content(place)) if place else None
        if found is not None:
            for box in boxes:
                if budget.spend(PIECES_OF_IMAGE):
                    yield from _stamped(found, box, origin, budget)
            return


def _stamped(
    picture: tuple[str, bytes], box: list[float], origin: Matrix, budget: Budget
) -> Iterator[Mark]:
    kind, content = picture
    x, y, width, height = box
    if kind != "ofd":
        at = times((width, 0, 0, height, x, y), origin)
        yield DrawnImage(at, inked(content))
        return
    with suppress(*BROKEN_ZIP, etree.XMLSyntaxError, KeyError):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            seal, _ = page_drawing(Parts(archive), 1, budget)
        if seal is not None:
            scale: Matrix = (width / seal.width, 0, 0, height / seal.height, x, y)
            for mark in seal.marks:
                yield _moved(mark, times(scale, origin))


def _moved(mark: Mark, outer: Matrix) -> Mark:
    return replace(mark, matrix=times(mark.matrix, outer))
