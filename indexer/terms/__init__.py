"""Which words does this archive know by name, and which might it learn?"""
