"""Fitting the constants of people to published tables.

What may vary (space.py), how far off it is (target.py), vectors that are played (plays.py), what is learned from them (emulator.py,
likelihood.py, emulated.py, walk.py), whether it holds (checks.py), the fit (fit.py), its folder (kept.py) and its result (posterior.py).
"""
