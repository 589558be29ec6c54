"""What is true of residents and their places: attributes, constants, the calendar, experiences and trust. May import ground."""
