"""The documents keep up with the program."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from web.openapi import description

ROOT = Path(__file__).parents[1]
READMES = ("README.md", "README.zh-CN.md")


def sources() -> str:
    packages = ("archive", "indexer", "web")
    return "\n".join(
        path.read_text("utf-8")
        for package in packages
        for path in (ROOT / package).rglob("*.py")
    )


def test_every_setting_is_in_the_table() -> None:
    used = set(re.findall(r"HANDOVER_[A-Z_]+[A-Z]", sources()))
    told = set(re.findall(r"^\| `(HANDOVER_\w+)`", _read("docs/settings.md"), re.M))
    assert used == told


def test_every_path_of_the_api_is_in_the_manual() -> None:
    manual = _read("docs/api.md")
    paths = description()["paths"]
    assert isinstance(paths, dict)
    for path in paths:
        assert f"{path}`" in manual, path


def test_both_readmes_take_the_same_tour() -> None:
    english, chinese = (commands(name) for name in READMES)
    assert [c[1] for c in english] == [c[1] for c in chinese]
    assert len(english) >= 6


@pytest.mark.parametrize("name", READMES)
def test_the_tour_of_the_readme_runs(name: str, tmp_path: Path) -> None:
    (tmp_path / "sample_docs").symlink_to(ROOT / "sample_docs")
    for command in commands(name):
        if command[1] == "serve":
            continue
        done = subprocess.run(
            [sys.executable, "-P", "-m", "web.main", *command[1:]],
            cwd=tmp_path,
            env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, (command, done.stdout[-500:], done.stderr)
        if command[1] == "search":
            assert not re.search("共 0 份", done.stdout), command


@pytest.mark.parametrize("name", READMES)
def test_links_of_the_readme_lead_somewhere(name: str) -> None:
    for target in re.findall(r"\]\((?!http)([^)#]+)", _read(name)):
        assert (ROOT / target).exists(), target


def test_nothing_speaks_of_this_machine() -> None:
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.splitlines()
    for name in listed:
        path = ROOT / name
        if path.suffix in (".py", ".md", ".toml", ".html", ".js", ".css"):
            # Some samples are in other encodings on purpose.
            text = path.read_text("utf-8", "replace")
            assert not re.search(r"/(?:home|root|Users)/\w", text), name


def commands(name: str) -> list[list[str]]:
    """The commands between the tour's marks, each with its arguments."""
    tour = _read(name).partition("<!-- tour -->")[2].partition("<!-- /tour -->")[0]
    lines = [line for line in tour.splitlines() if line.startswith("handover ")]
    return [shlex.split(line) for line in lines]


def _read(name: str) -> str:
    return (ROOT / name).read_text("utf-8")
