"""What a sweep that has ended tells.

What is asked about (response.py), which parameters matter (sensitivity.py), in which kinds of compound a policy fails (discover.py: what fails is in
condition.py, the boxes in prim.py, boxes.py, searching.py), a chosen point as a scenario (chosen.py).
"""
