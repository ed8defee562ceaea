"""A house to try: the fictional demo meeting, waiting for its drafts, and people who may review it."""

from __future__ import annotations

from dataclasses import dataclass

from minutes.errors import StateError
from workflow import accounts, intake
from workflow.access import Actor, Grant, Permission, Role
from workflow.accounts import OneTimeLink
from workflow.demo_meeting import AGENDA, RECORDING
from workflow.files import Files
from workflow.intake import NewMeeting
from workflow.store import audit, meetings
from workflow.store.database import Database
from workflow.store.meetings import StoredMeeting

DEMO_PEOPLE = (
    ("Demo-sekretær", "sekretaer@skovsund.example", Role.SECRETARY),
    ("Demo-godkender", "godkender@skovsund.example", Role.APPROVER),
)
LEGAL_BASIS = "Demo: ingen personer er optaget"
_BLOCK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoPerson:
    """Somebody who may try the house, and the link by which they choose a password."""

    name: str
    email: str
    link: OneTimeLink


def furnish(db: Database, files: Files) -> tuple[DemoPerson, ...]:
    """Put the demo meeting and its people into an empty house; nothing where it is there already.

    Raises:
        StateError: the house holds other meetings.
    """
    with db.read() as tx:
        there = meetings.listed(tx, limit=2)
    if there:
        if not all(is_demo(one) for one in there):
            raise StateError(
                "this house holds real meetings", where="--demo", remedy="Choose another REFERENT_DATA_DIR"
            )
        return ()
    demo = Actor(id=audit.SYSTEM, name="Demo", grants=(Grant(role=Role.SECRETARY, closed=True),))
    add_demo_meeting(db, files, demo)
    with db.write() as tx:
        invited = [
            accounts.invite(
                tx, name=name, email=email, grants=[Grant(role=role, closed=True)], actor=audit.SYSTEM
            )
            for name, email, role in DEMO_PEOPLE
        ]
    return tuple(DemoPerson(name=person.name, email=person.email, link=link) for person, link in invited)


def add_demo_meeting(db: Database, files: Files, actor: Actor) -> str:
    """Put the demo meeting in, with its recording, and ask for its drafts; gives its id.

    Raises:
        AccessError: the actor may prepare no meeting of any body.
    """
    allowed = actor.bodies(Permission.PREPARE)
    made = intake.receive_meeting(
        db,
        files,
        actor,
        [AGENDA.read_bytes()],
        name=AGENDA.name,
        limit_bytes=AGENDA.stat().st_size,
        new=NewMeeting(
            legal_basis=LEGAL_BASIS, participants_informed=True, body=min(allowed) if allowed else None
        ),
    )
    with RECORDING.open("rb") as recording:
        received = files.receive(
            iter(lambda: recording.read(_BLOCK_BYTES), b""), limit_bytes=RECORDING.stat().st_size
        )
    intake.receive_recording(db, files, actor, made.id, received, name=RECORDING.name)
    intake.start(db, actor, made.id)
    return made.id


def is_demo(meeting: StoredMeeting) -> bool:
    """Whether this is the fictional meeting, and nothing that anybody decided."""
    return meeting.legal_basis == LEGAL_BASIS
