"""Speech engines behind `transcribe.engine.Transcriber`."""
