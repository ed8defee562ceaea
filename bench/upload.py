"""A large recording over tus, with a cut in the middle: what it costs the server in memory.

    python -m bench.upload [--megabytes N] [--json FILE]

The file is silence in a WAV of that size, so that it is a recording; the sender breaks off half way and goes
on from what is there.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import tempfile
import threading
import time
import wave
from collections.abc import Iterator, Sequence
from pathlib import Path

import httpx
import psutil

from bench.house_server import Server, create_meeting
from bench.report import print_table, write_json
from workflow.access import Role
from workflow.demo_meeting import AGENDA

MEGABYTE = 1 << 20
OFFSET_STREAM = "application/offset+octet-stream"


class Scale:
    """Watches the memory of a process, in bytes."""

    def __init__(self, pid: int) -> None:
        self._process = psutil.Process(pid)
        self._over = threading.Event()
        self.idle = self.peak = self._process.memory_info().rss
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def stop(self) -> float:
        """The most that it took above idle, in MB."""
        self._over.set()
        self._thread.join()
        return float(self.peak - self.idle) / MEGABYTE

    def _watch(self) -> None:
        while not self._over.wait(0.02):
            self.peak = max(self.peak, self._process.memory_info().rss)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m bench.upload", description=__doc__)
    parser.add_argument("--megabytes", type=int, default=1024)
    parser.add_argument("--json", type=Path, default=None)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        found = measure(Path(folder), options.megabytes)
    print_table(("measure", "value"), [[key, value] for key, value in found.items()])
    write_json(options.json, "upload", found)
    return 0


def measure(folder: Path, megabytes: int) -> dict[str, float]:
    """`peak_mb_above_idle`, `hash_equal`, `seconds` and `megabytes`."""
    recording = folder / "long.wav"
    _write(recording, megabytes)
    size, expected = recording.stat().st_size, _sha256(recording)
    server = Server(folder / "house")
    client = server.person(Role.SECRETARY)
    server.start()
    try:
        meeting = create_meeting(client, AGENDA)
        place = client.post(f"{meeting}/uploads", headers={"Upload-Length": str(size)}).headers["location"]
        client.head(place)
        scale, began = Scale(server.pid), time.monotonic()
        _send(client, place, recording, 0, breaks_at=size // 2)
        offset = int(client.head(place).headers["upload-offset"])
        _send(client, place, recording, offset, breaks_at=None)
        seconds = time.monotonic() - began
        peak = scale.stop()
        (kept,) = client.get(f"{meeting}/recordings").json()["items"]
    finally:
        client.close()
        server.kill()
    return {
        "megabytes": float(megabytes),
        "peak_mb_above_idle": peak,
        "hash_equal": float(kept["sha256"] == expected),
        "resumed_at": offset / size,
        "seconds": seconds,
    }


def _write(path: Path, megabytes: int) -> None:
    noise = bytes(range(256)) * (MEGABYTE // 256)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(48_000)
        for number in range(megabytes):
            file.writeframesraw(number.to_bytes(8, "little") + noise[8:])


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _send(client: httpx.Client, place: str, path: Path, offset: int, *, breaks_at: int | None) -> None:
    """Send the rest in one request; with `breaks_at` the connection is cut there."""

    def blocks() -> Iterator[bytes]:
        sent = offset
        with path.open("rb") as file:
            file.seek(offset)
            while block := file.read(MEGABYTE):
                yield block
                sent += len(block)
                if breaks_at is not None and sent >= breaks_at:
                    raise ConnectionAbortedError

    headers = {
        "Upload-Offset": str(offset),
        "Content-Type": OFFSET_STREAM,
        "Content-Length": str(path.stat().st_size - offset),
    }
    try:
        client.patch(place, content=blocks(), headers=headers).raise_for_status()
    except ConnectionAbortedError:
        time.sleep(0.5)  # the server notices, and syncs what came


if __name__ == "__main__":
    sys.exit(main())
