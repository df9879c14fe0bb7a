"""How is a citation written as a W3C Web Annotation?

https://www.w3.org/TR/annotation-model/ §4.2.4 and §4.2.5: the words with what stands
around them, and their position in code points. What proves the source stands under
terms of our own, named in the context.
"""

from archive.citations import Citation

Json = dict[str, object]

_OWN_TERMS: Json = {
    "handover": "urn:handover:terms:",
    "originalSha256": "handover:originalSha256",
    "version": "handover:version",
    "extraction": "handover:extraction",
    "extractor": "handover:extractor",
    "extractorVersion": "handover:extractorVersion",
    "page": "handover:page",
    "heading": {"@id": "handover:heading", "@container": "@list"},
}


def web_annotation(citation: Citation, *, base: str) -> Json:
    """Return the annotation as JSON-LD; ``base`` is the address of the service."""
    root = base.rstrip("/")
    return {
        "@context": ["http://www.w3.org/ns/anno.jsonld", _OWN_TERMS],
        "id": f"{root}/citations/{citation.id}",
        "type": "Annotation",
        "motivation": "highlighting",
        "created": citation.created_at.isoformat().replace("+00:00", "Z"),
        "creator": {"type": "Person", "name": citation.created_by},
        "target": {
            "type": "SpecificResource",
            "source": f"{root}/documents/{citation.document_id}",
            "selector": [
                {
                    "type": "TextQuoteSelector",
                    "exact": citation.quote,
                    "prefix": citation.prefix,
                    "suffix": citation.suffix,
                },
                {
                    "type": "TextPositionSelector",
                    "start": citation.span.start,
                    "end": citation.span.end,
                },
            ],
            "originalSha256": citation.sha256,
            "version": citation.version,
            "extraction": citation.extraction_id,
            "extractor": citation.extractor,
            "extractorVersion": citation.extractor_version,
            "page": citation.page,
            "heading": list(citation.heading),
        },
    }
