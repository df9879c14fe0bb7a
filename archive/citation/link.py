"""At which address of this archive does a document stand open at the words cited?"""

from urllib.parse import quote, urlencode

from archive.citation.reference import Reference


def link(reference: Reference) -> str:
    """Return the permalink of a stored citation, ``/citations/ID``.

    Of words not stored it is ``/documents/ID?start=S&end=E#quote``, of a whole document
    its own address. A path without a host: the archive does not know under which name
    it is served.
    """
    if reference.citation_id is not None:
        return f"/citations/{quote(reference.citation_id, safe='')}"
    path = f"/documents/{quote(reference.document_id, safe='')}"
    if reference.span is None:
        return path
    where = {"start": reference.span.start, "end": reference.span.end}
    return f"{path}?{urlencode(where)}#quote"
