"""Looks the house over: what is sound, what needs attention, what is broken, and what to do about it."""

from __future__ import annotations

import hashlib
import importlib.metadata
import importlib.util
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from pathlib import Path

import models.weights
from minutes.errors import ReferentError
from workflow.files import Files
from workflow.settings import DrafterKind, Settings
from workflow.store import audit, dump, measures, publications, record, schema, workers
from workflow.store.database import Database
from workflow.store.meetings import now
from workflow.store.presence import presence
from workflow.store.schema import Standing
from workflow.uploads import KEPT_SECONDS

DISK_ERROR_BYTES = 10**9
"""With less room than this, the house is about to stop."""
DISK_WARNING_BYTES = 20 * 10**9
ORPHAN_AFTER_SECONDS = 3600.0
"""A younger file may be one that is being received at this moment."""
WAITING_TOO_LONG = timedelta(minutes=5)
_WORKER_REMEDY = "Start 'referent worker', and look at its log"
_OURS = ("api", "workflow", "transcribe", "summarise", "models", "minutes")
_DISTRIBUTION = "referent"


class Level(StrEnum):
    """How bad it is."""

    OK = "ok"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What was found in one place. `remedy` is empty where nothing needs to be done."""

    level: Level
    what: str
    remedy: str = ""


def examine(settings: Settings, *, with_audit: bool = False) -> Iterator[Finding]:
    """Look at everything; changes nothing. `with_audit` reads the record and every file whole: slow."""
    yield from _packages()
    yield from _models(settings)
    yield from _disk(settings.data_dir)
    yield from _house(settings, with_audit=with_audit)


def _packages() -> Iterator[Finding]:
    root = Path(__file__).resolve().parent.parent
    owners = importlib.metadata.packages_distributions()
    strange = []
    for name in _OURS:
        found = importlib.util.find_spec(name)
        place = Path(found.origin).resolve().parent.parent if found and found.origin else None
        if place != root or set(owners.get(name, ())) - {_DISTRIBUTION}:
            strange.append(name)
    if strange:
        yield _error(
            f"another package takes the name of ours: {', '.join(strange)}",
            "Install Referent in a virtual environment of its own, and start it in a folder of its own",
        )
    else:
        yield _ok("packages: ours are the ones that are used")


def _models(settings: Settings) -> Iterator[Finding]:
    yield _model("speech model", settings.speech_model, settings)
    if settings.drafter is DrafterKind.FORMULA:
        return
    name = settings.language_model
    if name is None:
        yield _error("drafter 'model' without a language model", "Set REFERENT_LANGUAGE_MODEL")
    elif settings.language_url is None:
        yield _model("language model", name, settings)
    else:
        yield _ok("language model: set")


def _model(kind: str, name: str, settings: Settings) -> Finding:
    try:
        models.weights.require(name, settings.models_dir)
    except ReferentError as error:
        return _error(f"{kind}: {error.what}", error.remedy)
    return _ok(f"{kind}: {name} is installed")


def _disk(data_dir: Path) -> Iterator[Finding]:
    if not data_dir.is_dir():
        yield _error("there is no data folder", "Start 'referent serve' once, or correct data_dir")
        return
    free = shutil.disk_usage(data_dir).free
    said = f"disk: {free / 1e9:.1f} GB free"
    if free < DISK_ERROR_BYTES:
        yield _error(said, "Make room: uploads and jobs fail when it is full")
    elif free < DISK_WARNING_BYTES:
        yield _warning(said, "Make room: a long meeting takes several GB")
    else:
        yield _ok(said)


def _house(settings: Settings, *, with_audit: bool) -> Iterator[Finding]:
    database = Database(settings.database())
    if database.is_sqlite and not Path(database.url.database or "").is_file():
        yield _error("there is no database", "Start 'referent serve' once, or correct database_url")
        return
    try:
        with database.read() as tx:
            stands, lacking = schema.standing(tx), schema.lacking(tx)
            if stands is Standing.NEWER:
                raise schema.too_new(tx)
        if stands is not Standing.CURRENT or lacking:
            yield _error(
                f"the database is not up to date ({', '.join(sorted(lacking)) or stands.value})",
                "Start 'referent serve' of this version once: it brings it up to date",
            )
            return
        yield _ok("database: answers, all tables are there")
        yield from _files(database, settings.data_dir / "files", whole=with_audit)
        yield from _workers(database, settings)
        yield from _published(database)
        if with_audit:
            yield from _record(database)
    except ReferentError as error:
        yield _error(f"database: {error.what}", error.remedy)
    finally:
        database.close()


def _files(database: Database, folder: Path, *, whole: bool) -> Iterator[Finding]:
    if not folder.is_dir():
        with database.read() as tx:
            if dump.kept_files(tx):
                yield _error("files: their folder is gone", "Correct data_dir, or take it from a backup")
        return
    files = Files(folder)
    on_disk = _on_disk(files)  # before the rows: what comes in meanwhile is in neither
    with database.read() as tx:
        kept, destroyed = dump.kept_files(tx), dump.destroyed_files(tx)
    bad = sorted(i for i, (size, sha) in kept.items() if not _sound(files.path(i), size, sha, whole=whole))
    if bad:
        yield _error(
            f"files lost or damaged: {', '.join(bad)}",
            "Take them from a backup into data_dir/files; see docs/operations.md",
        )
    if undead := sorted(destroyed & on_disk):
        yield _error(
            f"files that were destroyed lie on disk: {', '.join(undead)}",
            "Run 'referent retention': it removes them",
        )
    if orphans := sorted(one for one in on_disk - set(kept) - destroyed if _is_old(files.path(one))):
        yield _warning(
            f"files that belong to no meeting: {', '.join(orphans)}",
            "They are left from a crash during an upload: remove them from data_dir/files",
        )
    yield from _leftovers(folder / "incoming")
    if not bad and not undead and not orphans:
        yield _ok(f"files: {len(kept)}, all there" + (" with the right hashes" if whole else ""))


def _leftovers(folder: Path) -> Iterator[Finding]:
    old = [path for path in folder.iterdir() if _is_old(path, kept_seconds=_kept_seconds(path))]
    if old:
        size = sum(path.stat().st_size for path in old)
        yield _warning(
            f"files/incoming: {len(old)} leftovers of {size / 1e6:.1f} MB",
            "They are left from a crash or an upload that was given up: remove what is older than a week",
        )


def _kept_seconds(path: Path) -> float:
    return KEPT_SECONDS if path.suffix in (".part", ".upload") else ORPHAN_AFTER_SECONDS


def _on_disk(files: Files) -> set[str]:
    return {path.name for path in files.root.glob("??/*") if len(path.name) == 36}


def _is_old(path: Path, *, kept_seconds: float = ORPHAN_AFTER_SECONDS) -> bool:
    try:
        return time.time() - path.stat().st_mtime > kept_seconds
    except FileNotFoundError:  # it went while we looked
        return False


def _sound(path: Path, size: int, sha256: str, *, whole: bool) -> bool:
    if not path.is_file() or path.stat().st_size != size:
        return False
    if not whole:
        return True
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == sha256


def _workers(database: Database, settings: Settings) -> Iterator[Finding]:
    with database.read() as tx:
        since = measures.waiting_since(tx)
        known = {one.executor_id: one for one in workers.seen(tx)}
    alive = _alive({settings.executor_id, *known}, database, settings)
    for name in sorted(alive):
        version = f" Referent {known[name].version}" if name in known else ""
        yield _ok(f"worker: {name} runs{version}")
    for name in sorted(known.keys() - alive):
        seen_at = known[name].seen_at.isoformat(timespec="seconds")
        yield _warning(f"worker: {name} did not end in order; it was last seen {seen_at}", _WORKER_REMEDY)
    if since is not None and now() - since > WAITING_TOO_LONG:
        yield _error(f"worker: a meeting waits since {since.isoformat(timespec='seconds')}", _WORKER_REMEDY)
    elif not alive:
        yield _warning("worker: none runs", _WORKER_REMEDY)


def _alive(names: set[str], database: Database, settings: Settings) -> set[str]:
    if not settings.data_dir.is_dir():
        return set()
    here = presence("referent doctor", database, settings.data_dir)
    try:
        return {name for name in names if here.is_alive(name)}
    finally:
        here.close()


def _published(database: Database) -> Iterator[Finding]:
    with database.read() as tx:
        waiting = sorted(one for one, shown in publications.wanted(tx).items() if not shown.shelved)
    if waiting:
        yield _warning(
            f"intranet: what was published or withdrawn is not shown yet of {', '.join(waiting)}",
            "'referent serve' shows it within a minute; if it stays so, look for 'chore.failed' in its log",
        )


def _record(database: Database) -> Iterator[Finding]:
    remedy = "Keep the database as it is and compare it with the backups: somebody changed it by other means"
    with database.read() as tx:
        broken = tuple(audit.broken(tx))
        damage = tuple(record.damaged(tx))
    if broken:
        yield _error(f"audit log: the chain is broken at {', '.join(map(str, broken))}", remedy)
    else:
        yield _ok("audit log: the chain holds")
    for one in damage:
        place = f"meeting {one.meeting_id}" + (f", item {one.item_id}" if one.item_id else "")
        yield _error(f"record: {one.table}, {place}, version {one.version} is not as it was written", remedy)
    if not damage:
        yield _ok("record: every decision and every minutes is as it was approved")


def _ok(what: str) -> Finding:
    return Finding(level=Level.OK, what=what)


def _warning(what: str, remedy: str) -> Finding:
    return Finding(level=Level.WARNING, what=what, remedy=remedy)


def _error(what: str, remedy: str) -> Finding:
    return Finding(level=Level.ERROR, what=what, remedy=remedy)
