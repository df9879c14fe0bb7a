"""Do the quotations of a draft stand in the archive, and as they are quoted?"""
