"""Public cultural services: facilities with a place and hours, brands that somebody can run, dancing in the square and who hears it."""
