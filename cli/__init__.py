"""The command line: one file a family of commands, put together in app.py."""
