"""Speech: audio becomes a `Transcript` with every second accounted for."""
