"""The map of the dashboard: from a played society to frames of bytes, and from these to a canvas in the browser."""
