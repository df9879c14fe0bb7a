"""The search engines compared by ``benchmarks.search``, each behind one seam."""

from benchmarks.peers.base import Peer
from benchmarks.peers.fts5 import Fts5
from benchmarks.peers.ours import Ours
from benchmarks.peers.stock_whoosh import StockWhoosh
from benchmarks.peers.tantivy_peer import Tantivy

PEERS: dict[str, type[Peer]] = {
    "handover": Ours,
    "tantivy": Tantivy,
    "fts5": Fts5,
    "whoosh": StockWhoosh,
}
