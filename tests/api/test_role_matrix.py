"""Every route of the app, asked by everybody there can be: what is let through is what the table says.

The expectation is worked out here from the table alone (`MATRIX`, `SCOPES`), not by the code that decides.
"""

import asyncio
import re
import shutil
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from fastapi.routing import iter_route_contexts

from api.schema import URL
from api.security import A_SESSION, ANYONE_SIGNED_IN, CSRF_HEADER, PERMISSION_KEY, PUBLIC, WITHHOLDS_KEY
from minutes.agenda import AgendaItem
from tests.held import add_meeting
from tests.staff import ADDRESS
from workflow import accounts, signing_in
from workflow.access import HOUSE, MATRIX, SCOPES, Actor, Grant, Permission, Role, Scope
from workflow.settings import Settings
from workflow.signing_in import SessionLife
from workflow.store.meetings import now

BODY, OTHER_BODY = "Teknik- og Miljøudvalget", "Skoleudvalget"
REACHES = ((BODY, False), (BODY, True), (OTHER_BODY, True), ("*", False), ("*", True))
"""How far a grant reaches: where, and whether to closed items. In another body, all of it is nothing."""

PUBLIC_ROUTES = {
    ("GET", "/healthz"),
    ("GET", "/readyz"),
    ("POST", "/api/v1/session"),
    ("POST", "/api/v1/session/link"),
    ("GET", "/api/v1/oidc/login"),
    ("GET", "/api/v1/oidc/callback"),
    ("GET", "/log-ind"),
    ("GET", "/velkommen"),
    ("GET", "/favicon.ico"),
    ("GET", "/brand.css"),
    ("GET", "/brand-logo"),
    ("GET", "/static/{release}/{name:path}"),
}
"""What nobody needs to be signed in for. A line here is a decision."""


@dataclass(frozen=True)
class Asked:
    """One route, aimed at a meeting in `BODY`: one without closed items, or at a closed item."""

    method: str
    path: str
    url: str
    permission: str
    closed: bool


@dataclass(frozen=True)
class Somebody:
    """Who asks: the headers they send, and what they hold. `credential` is False when nothing holds."""

    name: str
    headers: tuple[tuple[str, str], ...]
    grants: tuple[Grant, ...] = ()
    scopes: frozenset[Scope] | None = None
    credential: bool = True


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """On SQLite alone: who may do what does not hang on the database."""
    return Settings(data_dir=tmp_path / "house")


def routes(app):
    """Every route and method, with what it declares."""
    for route in iter_route_contexts(app.routes):
        for method in sorted((route.methods or set()) - {"HEAD"}):
            yield method, route.path, getattr(route, "openapi_extra", None) or {}


def allowed_by_the_table(asked: Asked, who: Somebody) -> bool:
    if asked.permission == PUBLIC:
        return True
    if not who.credential:
        return False
    if asked.permission == ANYONE_SIGNED_IN:
        return True
    if asked.permission == A_SESSION:
        return who.scopes is None
    permission = Permission(asked.permission)
    if who.scopes is not None and not any(permission in SCOPES[scope] for scope in who.scopes):
        return False
    return any(_grants(grant, permission, asked) for grant in who.grants)


def _grants(grant: Grant, permission: Permission, asked: Asked) -> bool:
    if permission not in MATRIX[grant.role]:
        return False
    if permission in HOUSE:
        return grant.body == "*"
    if "{meeting_id}" not in asked.path:
        return True
    return grant.body in ("*", BODY) and (grant.closed or not asked.closed)


def a_meeting(staff, *, closed: bool) -> tuple[str, str]:
    """A meeting in `BODY` with one item; gives both ids."""
    item = AgendaItem(id="punkt-1", number=1, title="Budget", closed=closed)
    with staff.house.database.write() as tx:
        meeting_id = add_meeting(tx, BODY, [item])
    return meeting_id, item.id


def everything_asked(staff) -> list[Asked]:
    open_meeting, open_item = a_meeting(staff, closed=False)
    closed_meeting, closed_item = a_meeting(staff, closed=True)
    found = []
    for method, path, declared in routes(staff.app):
        if path == URL:
            continue
        permission = declared.get(PERMISSION_KEY, "")
        targets = [(open_meeting, open_item, False)]
        if "{item_id}" in path:
            targets.append((closed_meeting, closed_item, not declared.get(WITHHOLDS_KEY, False)))
        for meeting_id, item_id, closed in targets:
            url = path.replace("{meeting_id}", meeting_id).replace("{item_id}", item_id)
            url = re.sub(r"\{[^}]*\}", "1", url)
            found.append(Asked(method=method, path=path, url=url, permission=permission, closed=closed))
    return found


def everybody(staff) -> list[Somebody]:
    grants = [Grant(role=role, body=body, closed=closed) for role in Role for body, closed in REACHES]
    found = [_with_session(staff, f"{one.role} {one.body} {one.closed}", one) for one in grants]
    everything = tuple(Grant(role=role, closed=True) for role in Role)
    found += [_with_key(staff, f"key {sorted(scopes)}", everything, scopes) for scopes in _scope_sets()]
    reader = (Grant(role=Role.READER, body=BODY),)
    found += [
        _with_session(staff, "nobody any more"),
        _with_key(staff, "key of a reader", reader, frozenset(Scope)),
        _with_key(staff, "revoked key", everything, frozenset(Scope), revoked=True),
        _with_key(staff, "expired key", everything, frozenset(Scope), expired=True),
        _with_session(staff, "deactivated", *everything, deactivated=True),
        Somebody(name="anonymous", headers=(), credential=False),
        Somebody(name="false key", headers=(("Authorization", "Bearer ref_x"),), credential=False),
        Somebody(name="false cookie", headers=(("Cookie", "referent_session=x"),), credential=False),
    ]
    return found


def _scope_sets() -> list[frozenset[Scope]]:
    return [*(frozenset({scope}) for scope in Scope), frozenset(Scope)]


def _with_session(staff, name: str, *grants: Grant, deactivated: bool = False) -> Somebody:
    person_id = staff.add_person(*grants)
    with staff.house.database.write() as tx:
        token, session = signing_in.start_session(tx, person_id, SessionLife(hours=1, idle_hours=1))
        if deactivated:
            accounts.deactivate(tx, person_id, actor="system")
    headers = (("Cookie", f"referent_session={token}"), (CSRF_HEADER, session.csrf_token))
    return Somebody(name=name, headers=headers, grants=grants, credential=not deactivated)


def _with_key(staff, name, grants, scopes, *, revoked: bool = False, expired: bool = False) -> Somebody:
    actor = Actor(id=staff.add_person(*grants), name="x")
    ends = now() + timedelta(hours=1)
    with staff.house.database.write() as tx:
        secret, key = signing_in.new_key(tx, actor, name="x", scopes=scopes, expires_at=ends)
        if revoked:
            signing_in.revoke_key(tx, actor, person_id=actor.id, key_id=key.id)
        if expired:
            from workflow.store import tables

            tx.execute(
                tables.api_keys.update().where(tables.api_keys.c.id == key.id).values(expires_at=now())
            )
    return Somebody(
        name=name,
        headers=(("Authorization", f"Bearer {secret}"),),
        grants=tuple(grants),
        scopes=scopes,
        credential=not (revoked or expired),
    )


def test_every_route_says_what_it_needs_and_few_need_nothing(staff):
    declared = {
        (method, path): extra.get(PERMISSION_KEY) for method, path, extra in routes(staff.app) if path != URL
    }
    known = {PUBLIC, ANYONE_SIGNED_IN, A_SESSION, *Permission}
    assert {where: said for where, said in declared.items() if said not in known} == {}
    assert {where for where, said in declared.items() if said == PUBLIC} == PUBLIC_ROUTES
    assert len(declared) > 30


def test_every_route_lets_through_exactly_whom_the_table_names(staff):
    asked, people = everything_asked(staff), everybody(staff)
    wrong, counts = [], {True: 0, False: 0}
    for one, who, status in asyncio.run(statuses(staff, asked, people)):
        expected = allowed_by_the_table(one, who)
        refused = {401: "no credential", 403: "not allowed"}.get(status)
        if expected == bool(refused) or (refused == "no credential") != (not expected and not who.credential):
            wrong.append((one.method, one.url, who.name, f"expected {expected}", status))
        if status >= 500:
            wrong.append((one.method, one.url, who.name, "a fault", status))
        counts[expected] += 1
    assert wrong == []
    assert min(counts.values()) > 100


async def statuses(staff, asked, people) -> list[tuple[Asked, Somebody, int]]:
    """What everybody is answered on every route; thousands of requests, so without a thread for each."""
    snapshot, found = Snapshot(staff.house), []
    elsewhere = ("testclient", 50000)  # the metrics are open to this machine
    through = httpx.ASGITransport(app=staff.app, raise_app_exceptions=False, client=elsewhere)
    async with httpx.AsyncClient(transport=through, base_url=ADDRESS, headers={"Origin": ADDRESS}) as client:
        for one in asked:
            for who in people:
                answer = await client.request(one.method, one.url, headers=dict(who.headers))
                found.append((one, who, answer.status_code))
                client.cookies.clear()
                if one.method not in ("GET", "OPTIONS") and answer.status_code < 400:
                    snapshot.restore()
    return found


class Snapshot:
    """Puts the database back as it was: what somebody was let do must not hide the next one's refusal."""

    def __init__(self, house) -> None:
        self._database = house.database
        self._file = Path(house.settings.data_dir) / "referent.db"
        self._database.close()
        shutil.copy(self._file, self._file.with_suffix(".kept"))

    def restore(self) -> None:
        self._database.close()
        for suffix in ("-wal", "-shm"):
            self._file.with_name(self._file.name + suffix).unlink(missing_ok=True)
        shutil.copy(self._file.with_suffix(".kept"), self._file)
