"""Every Danish text of the pages: the one catalogue."""
