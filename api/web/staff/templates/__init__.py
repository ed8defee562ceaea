"""The pages' templates."""
