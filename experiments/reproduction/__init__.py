"""Published studies, reproduced: played (play.py), judged (verdict.py), put together (reproduce.py), and with a rule taken out (necessity.py)."""
