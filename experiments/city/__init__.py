"""A city: many communities, each a society of its own, that meet once a year: money is shared out by what they report, and people move."""
