import json
import re

from tests.web.archive_parts import Archive
from web.openapi import OPERATIONS, description
from web.routes import API


def test_the_description_names_every_address_and_no_other() -> None:
    assert set(OPERATIONS) == {(a.method, a.path) for a in API}


def test_every_reference_leads_to_a_shape_and_every_shape_is_used() -> None:
    text = json.dumps(description())
    referred = set(re.findall(r'"#/components/schemas/(\w+)"', text))
    assert referred == set(description()["components"]["schemas"])  # type: ignore[index]


def test_every_part_of_a_path_is_described() -> None:
    for (_, path), operation in OPERATIONS.items():
        named = set(re.findall(r"{(\w+)}", path))
        described = {
            p["name"]
            for p in operation["parameters"]  # type: ignore[attr-defined]
            if p["in"] == "path"
        }
        assert named == described, path


def test_the_description_is_served(empty_archive: Archive) -> None:
    served = empty_archive.as_role("reader").get("/api/openapi.json").json()
    assert served["openapi"].startswith("3.1")
    assert "/api/search" in served["paths"]


def test_answers_have_the_keys_that_are_described(archive: Archive) -> None:
    held = archive.hold("关于交接工作的通知")
    reader = archive.as_role("reader")
    schemas: dict[str, dict[str, list[str]]] = description()["components"]["schemas"]  # type: ignore[index]
    answer = reader.get("/api/search").json()
    for name, shape in (
        ("Answer", answer),
        ("Hit", answer["hits"][0]),
        ("Facet", answer["facets"]["type"][0]),
        ("Document", reader.get(f"/api/documents/{held}").json()),
        ("Job", reader.get("/api/jobs").json()["jobs"][0]),
    ):
        assert set(schemas[name]["required"]) <= set(shape), name
