"""What happens to a meeting, in order. The only room that picks engines."""
