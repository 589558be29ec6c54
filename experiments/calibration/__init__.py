"""Fitting the constants of people to published tables: what may vary (space.py), how far off (target.py), the fit (fit.py), its result (posterior.py)."""
