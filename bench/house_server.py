"""The staff app in a process of its own, to be killed or weighed, and a person who is signed in to it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx

from api.security import CSRF_HEADER, cookie_name, session_life
from workflow import signing_in
from workflow.access import Grant, Role
from workflow.settings import Settings
from workflow.store import people
from workflow.store.database import Database
from workflow.store.meetings import new_id, now
from workflow.store.people import GrantSource

START_SECONDS = 60.0


class Server:
    """`referent serve` without worker and intranet, on a free port."""

    def __init__(self, data_dir: Path, database_url: str | None = None) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self._environment = {
            **os.environ,
            "REFERENT_DATA_DIR": str(data_dir),
            "REFERENT_PORT": str(self.port),
            **({"REFERENT_DATABASE_URL": database_url} if database_url else {}),
        }
        given = {"database_url": database_url} if database_url else {}
        self.settings = Settings(data_dir=data_dir, port=self.port, **given)  # type: ignore[arg-type]
        data_dir.mkdir(parents=True, exist_ok=True)
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """The process's number."""
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        """Start it and wait until it answers.

        Raises:
            TimeoutError: it does not.
        """
        command = [sys.executable, "-m", "api.cli", "serve", "--no-worker", "--no-intranet"]
        self._process = subprocess.Popen(
            command, env=self._environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            try:
                if httpx.get(f"{self.settings.address()}/healthz").status_code == httpx.codes.OK:
                    return
            except httpx.TransportError:
                time.sleep(0.05)
        raise TimeoutError("the server does not answer")

    def kill(self) -> None:
        """Kill -9, and wait until it is gone."""
        if self._process is not None:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait()

    def person(self, role: Role) -> httpx.Client:
        """A new person with this role everywhere, signed in."""
        database = Database(self.settings.database())
        database.migrate()
        person_id = new_id()
        with database.write() as tx:
            people.add(
                tx, person_id=person_id, name="Bench", email=f"{person_id}@example.org", created_at=now()
            )
            grants = [Grant(role=role, closed=True)]
            people.set_grants(tx, person_id, grants, source=GrantSource.LOCAL)
            token, session = signing_in.start_session(tx, person_id, session_life(self.settings))
        database.close()
        address = self.settings.address()
        return httpx.Client(
            base_url=address,
            headers={"Origin": address, CSRF_HEADER: session.csrf_token},
            cookies={cookie_name(self.settings): token},
            timeout=120.0,
        )


def create_meeting(client: httpx.Client, agenda: Path) -> str:
    """A meeting from an agenda; gives its path."""
    answer = client.post(
        "/api/v1/meetings",
        files={"agenda": (agenda.name, agenda.read_bytes())},
        data={"legal_basis": "bench", "participants_informed": "true"},
    )
    answer.raise_for_status()
    return str(answer.headers["location"])
