"""How is the store kept in one SQL database and one folder of originals?"""
