"""The staff's pages: so far the one on which a person who was invited chooses a password."""
