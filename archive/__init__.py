"""What do we hold, and where did it come from?"""
