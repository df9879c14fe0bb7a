"""Which words name something, by weights learned from labelled sentences?"""
