"""The layers hold, and the packages are ours."""

import ast
import importlib
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("archive", "indexer", "web")
MODULES = sorted(p for package in PACKAGES for p in (ROOT / package).rglob("*.py"))
LONGEST = 400


@pytest.mark.parametrize("package", PACKAGES)
def test_each_package_is_ours_and_not_a_namesake(package: str) -> None:
    file = importlib.import_module(package).__file__
    assert file is not None and Path(file).parent == ROOT / package


def test_importing_everything_reads_no_dictionary_and_prints_nothing() -> None:
    names = [
        ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for path in MODULES
        if path.stem not in ("__init__", "sandbox_worker")
        and not path.stem.startswith("build_")
    ]
    program = (
        "import sys, importlib\n"
        f"for name in {names!r}: importlib.import_module(name)\n"
        "print(sorted(m for m in ('jieba', 'rjieba', 'pypinyin') if m in sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.stderr) == ("[]\n", "")


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_module_says_what_it_answers_and_ends_in_time(path: Path) -> None:
    source = path.read_text("utf-8")
    assert ast.get_docstring(ast.parse(source)), "a module says what it answers"
    assert len(source.splitlines()) <= LONGEST


def test_only_the_composition_root_reads_the_environment() -> None:
    readers = {
        str(path.relative_to(ROOT))
        for path in MODULES
        if "os.environ" in path.read_text("utf-8")
        or "getenv" in path.read_text("utf-8")
    }
    assert readers == {"web/main.py"}
