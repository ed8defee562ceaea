"""For those who watch the machine: is it alive, is it ready, and numbers for Prometheus."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from enum import StrEnum

from fastapi import APIRouter, FastAPI, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from prometheus_fastapi_instrumentator import Instrumentator
from pydantic import BaseModel

from api.house import Here, House
from api.problems import Problem
from api.security import needs_unless_local, public
from minutes.errors import UnavailableError
from workflow.access import Permission
from workflow.store import measures, workers
from workflow.store.meetings import now

router = APIRouter(tags=["Health"])

DISK_FREE_MIN_BYTES = 1_000_000_000
"""With less room than this, the house is not ready for more."""


class WorkerSign(StrEnum):
    """Whether a worker was seen lately."""

    OK = "ok"
    ABSENT = "absent"


class Alive(BaseModel):
    """The process answers."""

    status: str = "ok"


class Ready(BaseModel):
    """The house can work. A worker may be absent while no meeting asks for one."""

    database: str = "ok"
    disk: str = "ok"
    worker: WorkerSign


@router.get("/healthz", **public())
async def healthz() -> Alive:
    """Whether the process lives."""
    return Alive()


@router.get("/readyz", **public())
def readyz(here: Here) -> Ready:
    """Whether the house can work.

    503 when the database does not answer, the disk is nearly full, or meetings wait and no worker was seen
    lately.
    """
    if shutil.disk_usage(here.settings.data_dir).free < DISK_FREE_MIN_BYTES:
        raise Problem("unavailable", "the disk of the data folder is nearly full")
    with here.database.read() as tx:
        wanted, seen = measures.work_is_wanted(tx), workers.seen(tx)
    if not all(one.is_silent(now()) for one in seen):
        return Ready(worker=WorkerSign.OK)
    if wanted:
        raise Problem("unavailable", "meetings wait, and no worker was seen lately")
    return Ready(worker=WorkerSign.ABSENT)


@router.get("/metrics", response_class=Response, **needs_unless_local(Permission.READ_METRICS))
def metrics(request: Request) -> Response:
    """Numbers in Prometheus' format: for this machine, or for an API key with the scope `metrics`."""
    return Response(generate_latest(request.app.state.metrics), media_type=CONTENT_TYPE_LATEST)


def measure(app: FastAPI, house: House) -> None:
    """Count and time every request of `app` by its route, and the meetings by their state."""
    registry = CollectorRegistry()
    registry.register(_Meetings(house))
    Instrumentator(registry=registry, excluded_handlers=["/metrics", "/healthz", "/readyz"]).instrument(app)
    app.state.metrics = registry


class _Meetings(Collector):
    """Reads the meetings' states when Prometheus asks."""

    def __init__(self, house: House) -> None:
        self._house = house

    def describe(self) -> Iterator[GaugeMetricFamily]:
        """The names, without asking the database."""
        yield from _families()

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """The numbers of now; none while the database does not answer."""
        jobs, phases, up, waiting, working = _families()
        try:
            with self._house.database.read() as tx:
                for state, count in measures.by_job(tx).items():
                    jobs.add_metric([state], count)
                for phase, count in measures.by_phase(tx).items():
                    phases.add_metric([phase], count)
                since = measures.waiting_since(tx)
                waiting.add_metric([], (now() - since).total_seconds() if since else 0.0)
                working.add_metric([], sum(not one.is_silent(now()) for one in workers.seen(tx)))
            up.add_metric([], 1)
        except UnavailableError:
            up.add_metric([], 0)
        yield from (jobs, phases, up, waiting, working)


def _families() -> tuple[GaugeMetricFamily, ...]:
    return (
        GaugeMetricFamily("referent_meetings_by_job", "Meetings by the state of their job", labels=["job"]),
        GaugeMetricFamily("referent_meetings_by_phase", "Meetings by phase", labels=["phase"]),
        GaugeMetricFamily("referent_database_up", "Whether the database answers", labels=[]),
        GaugeMetricFamily(
            "referent_waiting_seconds", "How long a meeting has waited while none is worked on", labels=[]
        ),
        GaugeMetricFamily("referent_workers", "Workers that were seen lately", labels=[]),
    )
