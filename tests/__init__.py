"""Tests mirror the rooms. What several rooms' tests share lies here, as `tests.engines` does."""
