"""The staff's pages: templates, Danish texts, and what browsers load beside them."""
