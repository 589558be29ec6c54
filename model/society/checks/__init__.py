"""The promises of a mechanism, each a small check with a name; `every.py` runs them all on anybody's class."""
