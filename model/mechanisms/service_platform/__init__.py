"""Service platform: troubles, who reports them, who works on them, how a ticket is closed, and what its caller says of it."""
