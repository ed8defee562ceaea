"""Rendering minutes: one view, five formats (DOCX, PDF, HTML, JSON, text)."""
