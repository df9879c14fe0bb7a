"""What may a program ask over HTTP, and in which shapes is it answered?"""
