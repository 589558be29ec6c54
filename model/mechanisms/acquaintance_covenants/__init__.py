"""Acquaintance covenants: followed newcomers, the parts of the policy, and the row that puts them together."""
