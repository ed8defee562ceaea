"""How fast the intranet app answers: `python -m bench.intranet [--meetings 10000] [--json FILE]`.

Fills a shelf with fictional minutes, serves it in a process of its own, and asks it over the loopback at a
steady rate, whatever the answers take: a late answer counts from when it was due. The same at a tenth of the
meetings shows what growth costs. The load comes from this process, on the same cores.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import http.client
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil

from bench.intranet_meetings import publications, query
from bench.report import print_table, write_json
from workflow.published.shelf import Shelf

GOALS_MS = {"p99_list_ms": 25.0, "p99_item_ms": 25.0, "p99_search_ms": 25.0, "median_not_modified_ms": 2.0}
_PER_SECOND = 50
_START_SECONDS = 60.0
_SERVER = """
import sys, uvicorn
from api.intranet import create_intranet_app
from workflow.settings import load_settings
app = create_intranet_app(load_settings(published_url=sys.argv[1]))
uvicorn.run(app, port=int(sys.argv[2]), log_config=None, access_log=False)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A running intranet app and its process."""

    address: str
    process: psutil.Process

    def resident_mb(self) -> float:
        """The memory that the process holds now."""
        return float(self.process.memory_info().rss) / 2**20


def fill(url: str, meetings: int) -> float:
    """Put that many meetings' minutes on an empty shelf; seconds that it took."""
    shelf = Shelf(url)
    shelf.migrate()
    started = time.perf_counter()
    shelf.put_all(publications(meetings))
    shelf.close()
    return time.perf_counter() - started


@contextlib.contextmanager
def serving(url: str) -> Iterator[Server]:
    """The app over that shelf in a process of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-c", _SERVER, url, str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        address = f"http://127.0.0.1:{port}"
        _await_start(address)
        yield Server(address=address, process=psutil.Process(process.pid))
    finally:
        process.terminate()
        process.wait(30)


def _await_start(address: str) -> None:
    until = time.monotonic() + _START_SECONDS
    while True:
        try:
            httpx.get(f"{address}/v1/bodies", timeout=5).raise_for_status()
            return
        except httpx.TransportError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


async def load(address: str, path: Callable[[random.Random], str], seconds: float) -> list[float]:
    """Milliseconds from when each request was due until its answer was read, `_PER_SECOND` of them."""
    chance = random.Random(7)
    took: list[float] = []
    limits = httpx.Limits(max_connections=50, max_keepalive_connections=50, keepalive_expiry=2)
    async with httpx.AsyncClient(base_url=address, limits=limits, timeout=30) as client:

        async def ask(target: str, due: float) -> None:
            answer = await client.get(target)
            answer.raise_for_status()
            took.append((time.perf_counter() - due) * 1000)

        started = time.perf_counter() + 0.1
        waiting = []
        for number in range(int(seconds * _PER_SECOND)):
            due = started + number / _PER_SECOND
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            waiting.append(asyncio.create_task(ask(path(chance), due)))
        await asyncio.gather(*waiting)
    return took


def not_modified(address: str, times: int) -> list[float]:
    """Milliseconds of each answer to one who has the list already."""
    took = []
    headers = {"If-None-Match": httpx.get(f"{address}/v1/minutes").headers["etag"]}
    # The standard library's client: a better one takes longer than the server, and would be what is measured.
    client = http.client.HTTPConnection(address.removeprefix("http://"))
    for _ in range(times):
        started = time.perf_counter()
        client.request("GET", "/v1/minutes", headers=headers)
        answer = client.getresponse()
        answer.read()
        took.append((time.perf_counter() - started) * 1000)
        assert answer.status == 304, answer.status
    client.close()
    return took


def measure(meetings: int, seconds: float, folder: Path) -> dict[str, float]:
    """All measures of a shelf with that many meetings."""
    url = f"sqlite:///{folder / f'shelf-{meetings}.db'}"
    measures = {"fill_seconds": fill(url, meetings)}

    def id_of(chance: random.Random) -> str:
        return f"{chance.randrange(meetings):08x}-0000-4000-8000-000000000000"

    paths: Mapping[str, Callable[[random.Random], str]] = {
        "list": lambda chance: f"/v1/minutes?take=20&skip={chance.randrange(meetings)}",
        "item": lambda chance: f"/v1/minutes/{id_of(chance)}",
        "search": lambda chance: str(httpx.URL("/v1/search", params={"q": query(chance)})),
    }
    with serving(url) as server:
        for path in paths.values():
            asyncio.run(load(server.address, path, min(seconds, 5.0)))
        before = server.resident_mb()
        for name, path in paths.items():
            took = sorted(asyncio.run(load(server.address, path, seconds)))
            measures[f"p50_{name}_ms"] = statistics.median(took)
            measures[f"p99_{name}_ms"] = took[int(len(took) * 0.99)]
        measures["median_not_modified_ms"] = statistics.median(not_modified(server.address, 500))
        measures["rss_mb"] = server.resident_mb()
        measures["rss_growth_mb"] = measures["rss_mb"] - before
    return measures


def main() -> int:
    """Measure, print and judge; 1 where a goal is missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--meetings", type=int, default=10_000)
    parser.add_argument("--seconds", type=float, default=30.0, help="of load for each kind of request")
    parser.add_argument("--json", type=Path, help="write the measures there")
    arguments = parser.parse_args()
    sizes = (arguments.meetings // 10, arguments.meetings)
    with tempfile.TemporaryDirectory(prefix="referent-bench-") as folder:
        small, large = (measure(size, arguments.seconds, Path(folder)) for size in sizes)
    header = ("measure", *(f"{size} meetings" for size in sizes), "goal")
    print_table(header, [(name, small[name], large[name], GOALS_MS.get(name, "")) for name in large])
    write_json(
        arguments.json, "intranet", large | {f"{name}_at_{sizes[0]}": value for name, value in small.items()}
    )
    return int(any(large[name] >= goal for name, goal in GOALS_MS.items()))


if __name__ == "__main__":
    sys.exit(main())
