"""What does a Word style hand down to the paragraphs and runs that bear it?"""

from collections.abc import Iterator

from lxml import etree

from archive.extract.docx_package import Package, is_on, qualified, value


class Styles:
    """The styles of a document, each with those it is based on."""

    def __init__(self, root: etree._Element | None) -> None:
        self._styles: dict[str, etree._Element] = {}
        self._default: str | None = None
        for style in [] if root is None else root.iter(qualified("style")):
            id_ = value(style, "styleId") or ""
            self._styles[id_] = style
            is_default = value(style, "default") in {"1", "true", "on"}
            if is_default and value(style, "type") == "paragraph":
                self._default = id_

    @classmethod
    def of(cls, package: Package, main: str) -> "Styles":
        """Return the styles of a document part."""
        return cls(package.related(main, "styles"))

    def paragraph_style(self, properties: etree._Element | None) -> str | None:
        """Return the style's id of a paragraph with these ``w:pPr``."""
        named = None if properties is None else properties.find(qualified("pStyle"))
        return value(named) or self._default

    def find(self, style: str | None, *path: str) -> etree._Element | None:
        """Return the nearest property at ``path`` in a style or those below it."""
        steps = "/".join(map(qualified, path))
        for element in self._chain(style):
            found = element.find(steps)
            if found is not None:
                return found
        return None

    def is_hidden(self, style: str | None) -> bool:
        """Tell whether a style hides the text it is put on."""
        return is_on(self.find(style, "rPr", "vanish"))

    def _chain(self, style: str | None) -> Iterator[etree._Element]:
        seen: set[str] = set()
        while style is not None and style in self._styles and style not in seen:
            seen.add(style)
            element = self._styles[style]
            yield element
            style = value(element.find(qualified("basedOn")))
