"""A compound of one's own: read from counts and footprints, filled in where nothing is told, written as a scenario (docs/compound.md)."""
