"""What browsers get: templates and styles."""
