"""Our Danish speech adapter for the demo: CARD.md says what it is, train/ how it was made."""
