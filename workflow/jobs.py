"""The one file that knows the job library (DBOS): starts, resumes and cancels the jobs that meetings ask for.

The meeting's row is the truth. `reconcile` makes DBOS agree with it, so a job is never lost: whatever dies,
and wherever, the next look at the row starts what should run and stops what should not.
"""

from __future__ import annotations

import contextlib
import importlib.metadata
import logging
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import ParamSpec, TypeVar

from dbos import DBOS, DBOSConfig, SetEnqueueOptions, SetWorkflowID, StepOptions, WorkflowStatus
from dbos import error as dbos_errors

from minutes.errors import OutputError, ReferentError, UnavailableError
from transcribe.engine import TranscribeOptions
from workflow import steps
from workflow.settings import Settings
from workflow.store import jobs, workers
from workflow.store.database import Database
from workflow.store.jobs import Job, JobOver
from workflow.store.meetings import now
from workflow.store.presence import Presence, presence
from workflow.store.workers import SEEN_EVERY_SECONDS, SeenWorker
from workflow.wiring import open_transcriber
from workflow.workshop import OpenEngine, Workshop

P = ParamSpec("P")
R = TypeVar("R")

QUEUE = "meetings"
WORKFLOW = "meeting"
LIVE = ["PENDING", "ENQUEUED", "DELAYED"]
MOST_STARTS = 5
"""A job that was taken up this often without finishing a step takes its worker down: it fails."""
GRACE_SECONDS = 10.0
"""How long a job may be ours by the database and yet not run here before it is started anew."""
WATCH_SECONDS = 5.0
"""How often a worker looks for the jobs of dead ones."""
CRASHED = "the worker stopped several times while it worked on this meeting"
UNEXPECTED = "Referent failed unexpectedly ({})"

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerOptions:
    """How a worker goes about it. The defaults are right for a house; benches and tests choose others."""

    poll_seconds: float = 1.0
    watch_seconds: float = WATCH_SECONDS
    retry_seconds: float = 1.0
    open_engine: OpenEngine = open_transcriber
    transcribe: TranscribeOptions = TranscribeOptions()
    version: str = importlib.metadata.version("referent")


def run_worker(
    settings: Settings, *, stop: threading.Event | None = None, options: WorkerOptions | None = None
) -> None:
    """Do the jobs that meetings ask for, one at a time, until `stop` is set; then leave at the next step.

    Raises:
        SettingsError: another worker runs under the same name.
        UnavailableError: the database does not answer at the start.
    """
    stop = stop or threading.Event()
    options = options or WorkerOptions()
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    database = Database(settings.database())
    try:
        database.migrate()
        here = presence(settings.executor_id, database, settings.data_dir)
        try:
            here.hold()
            shop = Workshop(settings, database, open_engine=options.open_engine, options=options.transcribe)
            _Worker(shop, here, stop, options).run()
        finally:
            here.close()
    finally:
        database.close()


class _Stopping(BaseException):
    """Leaves a job where it is, unended: DBOS records what ends with an Exception, and this is none."""


class _Worker:
    def __init__(self, shop: Workshop, here: Presence, stop: threading.Event, options: WorkerOptions) -> None:
        self.shop = shop
        self.here = here
        self.stop = stop
        self.options = options
        self._running: Counter[str] = Counter()
        self._lock = threading.Lock()
        self._idle_since: dict[str, float] = {}
        self._watched = float("-inf")
        self._seen = float("-inf")

    def run(self) -> None:
        with self._launched():
            log.info("worker.started")
            while not self.stop.wait(self.options.poll_seconds):
                try:
                    self.reconcile()
                except UnavailableError as error:
                    log.warning("worker.database_unavailable", exc_info=error)
            log.info("worker.stopping")
            while self._running:
                time.sleep(min(0.1, self.options.poll_seconds))
            self._take_leave()

    @contextlib.contextmanager
    def _launched(self) -> Iterator[None]:
        DBOS(config=_config(self.shop.settings, self.options))

        @DBOS.workflow(name=WORKFLOW, max_recovery_attempts=None)
        def meeting(meeting_id: str, revision: int) -> None:
            job = Job(meeting_id=meeting_id, revision=revision)
            with self._counted(job):
                self._work(job)

        self._meeting = meeting
        try:
            DBOS.launch()
            DBOS.register_queue(
                QUEUE,
                worker_concurrency=1,
                polling_interval_sec=self.options.poll_seconds,
                on_conflict="always_update",
            )
            yield
        finally:
            DBOS.destroy(destroy_registry=True)

    # --- one job ---------------------------------------------------------------------------------------
    def _work(self, job: Job) -> None:
        if self.stop.is_set():
            raise _Stopping
        try:
            with self.shop.database.write() as tx:
                starts = jobs.note_start(tx, job)
            if starts > MOST_STARTS:
                self._step(steps.fail, job, CRASHED)
                return
            self._prepare(job)
        except JobOver:
            log.info("job.over", extra={"job": job.id})
        except ReferentError as error:
            log.warning("job.failed", exc_info=error, extra={"job": job.id})
            self._step(steps.fail, job, error.what)

    def _prepare(self, job: Job) -> None:
        """The whole path of a meeting; what is done already is skipped by each step itself."""
        recordings = self._step(steps.begin, job)
        sizes = [
            self._step(steps.plan, job, file_id, place, len(recordings))
            for place, file_id in enumerate(recordings)
        ]
        done = 0
        for file_id, size in zip(recordings, sizes, strict=True):
            for number in range(size):
                self._step(steps.hear, job, file_id, number, done, sum(sizes))
                done += 1
        if recordings:
            self._step(steps.assemble, job, recordings)
        items = self._step(steps.divide, job)
        for place, item_id in enumerate(items):
            self._step(steps.draft, job, item_id, place, len(items))
        self._step(steps.finish, job)

    def _step(self, step: Callable[..., R], job: Job, *values: object) -> R:
        """A durable step; one that the disk or the database refused is tried again a few times."""
        if self.stop.is_set():
            raise _Stopping
        options: StepOptions = {
            "name": step.__name__,
            "retries_allowed": True,
            "max_attempts": 4,
            "interval_seconds": self.options.retry_seconds,
            "backoff_rate": 3.0,
            "should_retry": _may_pass,
        }
        try:
            return DBOS.run_step(options, step, self.shop, job, *values)
        except dbos_errors.DBOSMaxStepRetriesExceeded as error:
            raise error.errors[-1] from error

    @contextlib.contextmanager
    def _counted(self, job: Job) -> Iterator[None]:
        """Known to run here, so that one that only the database believes to run can be told."""
        with self._lock:
            self._running[job.id] += 1
        try:
            yield
        finally:
            with self._lock:
                self._running[job.id] -= 1
                self._running += Counter()  # forgets those at zero

    # --- all jobs --------------------------------------------------------------------------------------
    def reconcile(self) -> None:
        """Make DBOS agree with the meetings: start, cancel, fail, and take over from the dead."""
        self.here.hold()
        self._show()
        live = {status.workflow_id: status for status in _listed(LIVE)}
        with self.shop.database.read() as tx:
            wanted = {one.job.id: one for one in jobs.asked_for(tx)}
        for job_id in live.keys() - wanted.keys():
            DBOS.cancel_workflow(job_id)
        idle = list(wanted.keys() - live.keys())
        known = {status.workflow_id: status for status in _known(idle)}
        for job_id in idle:
            self._start_or_fail(wanted[job_id], known.get(job_id))
        self._restart_lost([live[job_id] for job_id in live.keys() & wanted.keys()])
        if time.monotonic() - self._watched >= self.options.watch_seconds:
            self._watched = time.monotonic()
            self._take_over()

    def _show(self) -> None:
        """Be seen by the server and the doctor."""
        if time.monotonic() - self._seen < SEEN_EVERY_SECONDS:
            return
        me = SeenWorker(executor_id=self.here.executor_id, version=self.options.version, seen_at=now())
        with self.shop.database.write() as tx:
            workers.note_seen(tx, me)
        self._seen = time.monotonic()

    def _take_leave(self) -> None:
        try:
            with self.shop.database.write() as tx:
                workers.note_end(tx, self.here.executor_id)
        except UnavailableError as error:
            log.warning("worker.database_unavailable", exc_info=error)

    def _start_or_fail(self, wanted: jobs.AskedFor, known: WorkflowStatus | None) -> None:
        job = wanted.job
        if known is not None and known.status in LIVE:
            return  # another worker started it since we looked
        if known is not None and known.status != "SUCCESS":
            steps.fail(self.shop, job, _reason(known))
            return
        if known is not None:
            DBOS.delete_workflow(job.id)  # the meetings were restored to a time before it had ended
        with SetWorkflowID(job.id), SetEnqueueOptions(priority=max(1, wanted.priority)):
            DBOS.enqueue_workflow(QUEUE, self._meeting, job.meeting_id, job.revision)

    def _restart_lost(self, live: list[WorkflowStatus]) -> None:
        """Jobs that are ours by the database but do not run here: their thread died of a full disk, say."""
        idle = {
            status.workflow_id
            for status in live
            if status.status == "PENDING"
            and status.executor_id == self.here.executor_id
            and status.app_version == self.options.version
            and not self._running[status.workflow_id]
        }
        moment = time.monotonic()
        self._idle_since = {job_id: self._idle_since.get(job_id, moment) for job_id in idle}
        for job_id, since in self._idle_since.items():
            if moment - since > GRACE_SECONDS:
                DBOS.resume_workflow(job_id, queue_name=QUEUE)

    def _take_over(self) -> None:
        """Jobs of dead workers, and of older versions of Referent: steps done are kept, so nothing is lost.

        Jobs of a newer version are left to its workers: how they go on is not known here.
        """
        with self.here.watch() as mine:
            if not mine:
                return
            newest = DBOS.get_latest_application_version()["version_name"] == self.options.version
            for status in _listed(LIVE):
                mine_now = status.executor_id == self.here.executor_id
                runs = status.status == "PENDING"
                abandoned = runs and not self.here.is_alive(status.executor_id or "")
                if status.app_version == self.options.version:
                    if abandoned:
                        log.warning("job.taken_over", extra={"job": status.workflow_id})
                        DBOS.resume_workflow(status.workflow_id, queue_name=QUEUE)
                elif newest and (abandoned or mine_now or not runs):
                    log.info("job.upgraded", extra={"job": status.workflow_id})
                    DBOS.delete_workflow(status.workflow_id)  # and started anew by the next look


def _config(settings: Settings, options: WorkerOptions) -> DBOSConfig:
    url = settings.database()
    if url.startswith("sqlite"):
        url = f"sqlite:///{(settings.data_dir / 'jobs.db').absolute()}"
    return {
        "name": "referent",
        "system_database_url": url,
        "dbos_system_schema": "dbos",
        "executor_id": settings.executor_id,
        "application_version": options.version,
        "enable_otlp": False,
        "log_level": "WARNING",
        "use_listen_notify": False,
        "sys_db_pool_size": 4,
        "db_engine_kwargs": {"hide_parameters": True},
        "scheduler_polling_interval_sec": 3600.0,
    }


def _listed(status: list[str]) -> list[WorkflowStatus]:
    return DBOS.list_workflows(name=WORKFLOW, status=status, load_input=False, load_output=False)


def _known(ids: list[str]) -> list[WorkflowStatus]:
    return DBOS.list_workflows(workflow_ids=ids, load_input=False) if ids else []


def _reason(ended: WorkflowStatus) -> str:
    if isinstance(ended.error, ReferentError):
        return ended.error.what
    return UNEXPECTED.format(type(ended.error).__name__ if ended.error else ended.status.lower())


def _may_pass(error: BaseException) -> bool:
    """A locked database or a full disk may be over in a moment."""
    return isinstance(error, UnavailableError | OutputError)
