"""What a mechanism is, what it may see, and how it calls people together. May import services and below."""
