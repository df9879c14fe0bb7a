"""Which engines answer queries: memory, the plain truth, and Whoosh."""
