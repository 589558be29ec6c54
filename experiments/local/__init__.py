"""One compound known better: two waves of its own survey and its attendance lists, and what they tell of its constants."""
