"""What a mechanism is, what it may see, how it calls people together, and the check of all that. May import services and below."""
