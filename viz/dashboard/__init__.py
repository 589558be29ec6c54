"""The planner's dashboard: `linli dashboard`. What a browser shows (Solara) is in app.py, frame.py and pages/; all else is plain Python."""
