"""Published studies, reproduced: played (play.py), judged (sampling.py, verdict.py), beside a null model (null.py), counted (board.py).

reproduce.py puts these together; necessity.py takes a rule out.
"""
