"""How are the tagger's weights learned? Not needed to tag."""
