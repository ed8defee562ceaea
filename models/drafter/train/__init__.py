"""How the drafting adapter is made: see README.md."""
