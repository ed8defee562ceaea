"""The worker's process: jobs are done until it is told to stop. `jobs.run_worker` does the work itself."""

from __future__ import annotations

import json
import logging
import signal
import sys
import threading
import traceback
from datetime import UTC, datetime
from types import FrameType

from workflow.settings import Settings

NUMBERS = ("job", "chore", "marked", "unmarked", "destroyed")
"""What a line may tell beside its event: names of ours and counts."""


def serve_jobs(settings: Settings) -> None:
    """Do jobs until SIGTERM or SIGINT; the step in flight is finished first. Logs go to standard error.

    Raises:
        SettingsError: another worker runs under the same name.
        UnavailableError: the database does not answer at the start.
    """
    log_to_stderr()
    stop = threading.Event()

    def ask_to_stop(number: int, frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, ask_to_stop)
    from workflow.jobs import run_worker

    run_worker(settings, stop=stop)


def log_to_stderr() -> None:
    """One JSON object a line; of an error its kind and place, never its words: they may be a person's."""
    out = logging.StreamHandler(sys.stderr)
    out.setFormatter(JsonLines())
    for name in ("workflow", "dbos"):
        logger = logging.getLogger(name)
        logger.handlers = [out]
        logger.propagate = False
    logging.getLogger("workflow").setLevel(logging.INFO)


class JsonLines(logging.Formatter):
    """Time, level, source and event of a record. Foreign loggers' texts are left out: only their place is."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as one line of JSON."""
        line: dict[str, object] = {
            "timestamp": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.msg if record.name.startswith("workflow") else f"{record.module}:{record.lineno}",
        }
        line |= {name: vars(record)[name] for name in NUMBERS if name in vars(record)}
        if record.exc_info and record.exc_info[0] is not None:
            line["error"] = record.exc_info[0].__name__
            frames = traceback.extract_tb(record.exc_info[2])[-5:]
            line["at"] = [f"{frame.filename.rpartition('/')[2]}:{frame.lineno}" for frame in frames]
        return json.dumps(line, ensure_ascii=False)
