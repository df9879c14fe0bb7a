"""Data files that the indexer ships, and the scripts that build them."""
