"""What a sweep that has ended tells: what is asked about (response.py), which parameters matter (sensitivity.py), a chosen point as a scenario (chosen.py)."""
