"""My compound, as the dashboard has it: what a person gives, files handed in, rectangles drawn, a picture of the outcome."""
