"""Figures and tables, in English and Chinese."""
