"""The bundled demo meeting: its agenda, its recording, and how the recording was made."""
