"""A process that is killed while it hears a recording: `python killed_run.py AUDIO FOLDER BATCHES`."""

import sys
from pathlib import Path

from tests.engines import Killed
from transcribe.checkpoint import Checkpoint
from transcribe.engine import TranscribeOptions
from transcribe.recording import transcribe_recording

SCRIPT = ("Velkommen.", "Vi begynder.", "Så er punkt et godkendt.", "Næste punkt.", "Tak for i dag.")
OPTIONS = TranscribeOptions(batch_windows=1)

if __name__ == "__main__":
    audio, folder, batches = sys.argv[1:]
    engine = Killed(SCRIPT, batches=int(batches))
    transcribe_recording(Path(audio), engine=engine, options=OPTIONS, kept=Checkpoint(Path(folder), "recipe"))
