"""What mechanisms share, with one owner each: money, staff, rooms, offices, disputes, help, matters, word. May import survey, foci, ties, people, ground."""
