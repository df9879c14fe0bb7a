"""Every search engine, each passing the same suite: name → how to open one."""

from collections.abc import Callable
from pathlib import Path

from indexer.engine import SearchEngine
from indexer.engines.memory import MemoryEngine
from indexer.engines.whoosh.engine import WhooshEngine

OpenEngine = Callable[[Path], SearchEngine]

ENGINES: dict[str, OpenEngine] = {
    "memory": lambda folder: MemoryEngine(),
    "whoosh": WhooshEngine,
}
