"""The drafting adapter that Referent ships: see CARD.md, and train/README.md for how it was made."""
