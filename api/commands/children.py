"""Processes that belong to `referent serve`: started again when they die, ended when it ends in any way."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import click

SHORTEST_LIFE_SECONDS = 5.0
"""A child that dies sooner waits longer before the next start."""
LONGEST_PAUSE_SECONDS = 60.0
PATIENCE_SECONDS = 30.0


class Child:
    """A `referent` command in a process of its own."""

    def __init__(self, *arguments: str) -> None:
        self._arguments = arguments
        self._over = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._keeper = threading.Thread(target=self._keep, name=arguments[0], daemon=True)

    def start(self) -> None:
        """Start it and keep it running."""
        self._keeper.start()

    def tell_to_end(self) -> None:
        """Ask it to end, and start it no more."""
        self._over.set()
        if self._process is not None:
            self._process.terminate()

    def wait(self) -> None:
        """Until it has ended; one that takes too long is killed."""
        if self._process is None:
            return
        try:
            self._process.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()

    def _keep(self) -> None:
        pause = 1.0
        while not self._over.is_set():
            began = time.monotonic()
            command = [sys.executable, "-m", "api.cli", *self._arguments, "--with-parent"]
            self._process = subprocess.Popen(command, stdin=subprocess.PIPE)
            code = self._process.wait()
            if self._over.is_set():
                return
            lived = time.monotonic() - began
            pause = 1.0 if lived > SHORTEST_LIFE_SECONDS else min(2 * pause, LONGEST_PAUSE_SECONDS)
            click.echo(f"'{self._arguments[0]}' ended with {code}; started again in {pause:.0f} s", err=True)
            self._over.wait(pause)


@contextmanager
def running(*commands: str) -> Iterator[None]:
    """Keep `referent` commands running until the block ends; then all are told before any is waited for."""
    children = [Child(command) for command in commands]
    for child in children:
        child.start()
    try:
        yield
    finally:
        for child in children:
            child.tell_to_end()
        for child in children:
            child.wait()


def end_with_parent() -> None:
    """End this process as soon as the one that started it is gone, even if that was killed."""

    def watch() -> None:
        # Returns when the other end of the pipe is closed. Not sys.stdin: its lock, held in this thread,
        # makes the interpreter abort where the main thread ends first.
        while os.read(0, 1):
            pass
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, name="parent", daemon=True).start()
