"""How is a document named in a list of references, style by style?"""
