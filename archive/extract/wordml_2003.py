"""Which parts of a Word package would WordprocessingML of Word 2003 be?

Most elements kept their names in 2006. Lists, notes, headers and marks of revision
did not: they are rewritten, so that one reader reads both.
"""

from lxml import etree

from archive.extract.docx_package import qualified
from archive.extract.list_labels import NUMBER_FORMATS

NAMESPACE = "http://schemas.microsoft.com/office/word/2003/wordml"
_ANNOTATION = "{http://schemas.microsoft.com/aml/2001/core}annotation"
_DROPPED = ("Word.Deletion", "Word.Comment", "Word.Comment.Start", "Word.Comment.End")
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_RENAMED = {
    "listPr": "numPr",
    "ilfo": "numId",
    "listDef": "abstractNum",
    "list": "num",
    "ilst": "abstractNumId",
    "nfc": "numFmt",
}
_RENAMED_ATTRIBUTES = {"listDefId": "abstractNumId", "ilfo": "numId"}
_MARGINS = {"hdr": "header", "ftr": "footer"}


def parts_of(root: etree._Element) -> dict[str, etree._Element]:
    """Return the parts by name; ``root`` is rewritten on the way."""
    _rename(root)
    _drop_revisions(root)
    for number_format in root.iter(qualified("numFmt")):
        code = int(number_format.get(qualified("val"), "0"))
        number_format.set(qualified("val"), NUMBER_FORMATS.get(code, "decimal"))
    for follower in root.iter(qualified("suff")):
        shown = follower.get(qualified("val"), "tab").lower()
        follower.set(qualified("val"), shown)
    parts = {"word/document.xml": root}
    links: list[tuple[str, str]] = []
    for kind in ("footnote", "endnote"):
        notes = _notes(root, kind)
        if len(notes):
            parts[f"word/{kind}s.xml"] = notes
            links.append((f"{kind}s", f"{kind}s.xml"))
    for name, kind in (("styles", "styles"), ("lists", "numbering")):
        found = root.find(qualified(name))
        if found is not None:
            parts[f"word/{kind}.xml"] = found
            root.remove(found)
            links.append((kind, f"{kind}.xml"))
    for number, (kind, margin) in enumerate(_margins(root)):
        parts[f"word/{kind}{number}.xml"] = margin
        links.append((f"{kind}{number}", f"{kind}{number}.xml"))
    for other in [one for one in root if one.tag != qualified("body")]:
        root.remove(other)
    parts["word/_rels/document.xml.rels"] = _relationships(links)
    return parts


def _rename(root: etree._Element) -> None:
    for element in root.iter():
        name = etree.QName(element)
        if name.namespace == NAMESPACE:
            element.tag = qualified(_RENAMED.get(name.localname, name.localname))
        for attribute, value in element.items():
            of = etree.QName(attribute)
            if of.namespace == NAMESPACE:
                del element.attrib[attribute]
                renamed = _RENAMED_ATTRIBUTES.get(of.localname, of.localname)
                element.set(qualified(renamed), value)


def _drop_revisions(root: etree._Element) -> None:
    for annotation in list(root.iter(_ANNOTATION)):
        parent = annotation.getparent()
        if annotation.get(qualified("type")) in _DROPPED and parent is not None:
            parent.remove(annotation)


def _notes(root: etree._Element, kind: str) -> etree._Element:
    """Take the notes out of the text, and leave in it what refers to them."""
    notes = etree.Element(qualified(f"{kind}s"))
    body = root.find(qualified("body"))
    found = [] if body is None else list(body.iter(qualified(kind)))
    for number, note in enumerate(found):
        parent = note.getparent()
        if parent is None or parent.tag == qualified(f"{kind}Pr"):
            continue
        reference = etree.Element(qualified(f"{kind}Reference"))
        reference.set(qualified("id"), str(number))
        parent.replace(note, reference)
        note.set(qualified("id"), str(number))
        notes.append(note)
    return notes


def _margins(root: etree._Element) -> list[tuple[str, etree._Element]]:
    """Take headers and footers out of the sections, and leave references."""
    taken: list[tuple[str, etree._Element]] = []
    for name, kind in _MARGINS.items():
        for margin in list(root.iter(qualified(name))):
            parent = margin.getparent()
            if parent is None:
                continue
            reference = etree.Element(qualified(f"{kind}Reference"))
            reference.set(qualified("id", "r"), f"{kind}{len(taken)}")
            parent.replace(margin, reference)
            taken.append((kind, margin))
    return taken


def _relationships(links: list[tuple[str, str]]) -> etree._Element:
    root = etree.Element(f"{{{_RELATIONSHIPS}}}Relationships")
    for id_, target in links:
        link = etree.SubElement(root, f"{{{_RELATIONSHIPS}}}Relationship")
        link.set("Id", id_)
        link.set("Type", f"{_RELATIONSHIPS}/{id_}")
        link.set("Target", target)
    return root
