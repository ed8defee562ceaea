"""Rows and domain types: the only room that speaks SQL."""
