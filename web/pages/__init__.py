"""Which pages does a reader see? One module a subject."""
