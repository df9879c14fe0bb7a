"""How does a reader see it?"""
