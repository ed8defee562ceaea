"""Model weights: what we know, where they lie, how they are checked, converted and loaded."""
