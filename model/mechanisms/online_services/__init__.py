"""Online services (网上办事与网上议事): the counter, who learns to do without it, the chat group, matters of the compound, and their parameters."""
