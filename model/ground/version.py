"""The version of linli. A room of its own on the ground floor, so that nobody has to ask the front door for it."""

__version__ = "0.2.0"
