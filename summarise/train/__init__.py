"""Fitting of the small linear models from meetings with labels; run by hand, not when drafting."""
