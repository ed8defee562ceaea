"""Approved minutes become public: a person answers for what looks like personal data, publishes, withdraws.

The table `publications` is the truth; `workflow/shelving.py` makes the shelf show what it says.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from minutes.decision import OpenItem, PublicMinutes, withhold_closed
from minutes.errors import InputError, NotFoundError, StateError
from summarise.personal_data import PersonalKind, find_personal
from workflow.access import Actor, Permission
from workflow.phases import Phase
from workflow.published.publication import ItemProvenance
from workflow.reasons import clean_reason
from workflow.store import audit, meetings, publications, record, texts, wordings
from workflow.store.database import Database, Transaction
from workflow.store.meetings import StoredMeeting
from workflow.store.publications import Answer, StoredPublication
from workflow.store.texts import AuthorKind
from workflow.webhooks import MessageKind, tell


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What looks like personal data in something that would become public. `item_id`: None for the meeting.

    `id` stays the same as long as the same words stand in the same place; so does the answer.
    """

    id: str
    kind: PersonalKind
    item_id: str | None
    place: str
    text: str
    answer: Answer | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicationState:
    """What stands in the way of publishing, and what the public reads now.

    `minutes_version` is the approved version that would be published; None where none stands approved.
    `findings` are those of the newest approved minutes.
    """

    phase: Phase
    minutes_version: int | None
    findings: tuple[Finding, ...]
    standing: StoredPublication | None
    withdrawn_at: datetime | None


def publication_state(db: Database, actor: Actor, meeting_id: str) -> PublicationState:
    """What stands in the way of publishing.

    Raises:
        NotFoundError: there is no such meeting.
        AccessError: the actor may not publish here.
    """
    with db.read() as tx:
        meeting = _admitted(tx, actor, meeting_id)
        public = _public(tx, meeting_id)
        versions = publications.of_meeting(tx, meeting_id)
        standing = publications.standing(versions)
        return PublicationState(
            phase=meeting.phase,
            minutes_version=public.version if public and _is_new(meeting, public, standing) else None,
            findings=findings(public, publications.answers(tx, meeting_id)) if public else (),
            standing=standing,
            withdrawn_at=versions[-1].withdrawn_at if versions else None,
        )


def findings(public: PublicMinutes, answers: dict[str, Answer]) -> tuple[Finding, ...]:
    """What looks like personal data in all that would become public, each once per place."""
    found: dict[str, Finding] = {}
    for item_id, place, text in _places(public):
        for kind, words in find_personal(text):
            own_id = hashlib.sha256("\n".join((item_id or "", place, kind, words)).encode()).hexdigest()[:16]
            found[own_id] = Finding(
                id=own_id,
                kind=kind,
                item_id=item_id,
                place=place,
                text=words,
                answer=answers.get(own_id),
            )
    return tuple(found.values())


def answer(db: Database, actor: Actor, meeting_id: str, *, finding: str, reason: str) -> None:
    """Let a finding become public, by name and with a reason.

    Raises:
        NotFoundError: there is no such meeting, or no such finding in its approved minutes.
        AccessError: the actor may not publish here.
        InputError: no reason is given, or a too long one.
    """
    reason = clean_reason(reason, where="reason")
    with db.write() as tx:
        texts.hold(tx, meeting_id)
        _admitted(tx, actor, meeting_id)
        public = _public(tx, meeting_id)
        if public is None or finding not in {one.id for one in findings(public, {})}:
            raise NotFoundError(
                "there is no such finding", where=f"meeting {meeting_id}", remedy="Fetch the findings again"
            )
        publications.answer(tx, meeting_id, finding, person=actor.name, reason=reason)
        _note(tx, actor, meeting_id, "finding.answer", finding=finding)


def publish(db: Database, actor: Actor, meeting_id: str) -> StoredPublication:
    """Give the newest approved minutes to the public; they replace what was published before.

    Raises:
        NotFoundError: there is no such meeting.
        AccessError: the actor may not publish here.
        StateError: the minutes are not approved, or published already, or a finding is not answered.
    """
    with db.write() as tx:
        texts.hold(tx, meeting_id)
        meeting = _admitted(tx, actor, meeting_id)
        public = _public(tx, meeting_id)
        before = publications.of_meeting(tx, meeting_id)
        standing = publications.standing(before)
        if public is None or not _is_new(meeting, public, standing):
            raise StateError(
                "only approved minutes that are not published yet can be published",
                where=f"meeting {meeting_id}",
                remedy="Approve the minutes first; reopen an item to correct what is published",
            )
        _require_answered(tx, meeting_id, public)
        made = publications.add(
            tx,
            meeting_id,
            public,
            version=before[-1].version + 1 if before else 1,
            provenance=tuple(_provenance(tx, meeting_id, public)),
            person_id=actor.person_id,
        )
        if meeting.phase is not Phase.PUBLISHED:
            meetings.move(tx, meeting_id, Phase.PUBLISHED)
        kind = MessageKind.PUBLISHED if standing is None else MessageKind.CORRECTED
        tell(tx, kind, meeting_id, version=made.version)
        _note(tx, actor, meeting_id, "minutes.publish", version=made.version, sha256=made.sha256)
    return made


def withdraw(db: Database, actor: Actor, meeting_id: str, *, reason: str) -> None:
    """Take back all that the public was given of the meeting; `reason` is public.

    Raises:
        NotFoundError: there is no such meeting.
        AccessError: the actor may not publish here.
        InputError: no reason is given, a too long one, or one that holds personal data.
        StateError: nothing of the meeting is public.
    """
    reason = clean_reason(reason, where="reason")
    if any(find_personal(reason)):
        raise InputError(
            "the reason is public and looks as if it held personal data",
            where=f"meeting {meeting_id}",
            remedy="Say it without numbers and addresses of persons",
        )
    with db.write() as tx:
        texts.hold(tx, meeting_id)
        meeting = _admitted(tx, actor, meeting_id)
        standing = publications.standing(publications.of_meeting(tx, meeting_id))
        if standing is None:
            raise StateError(
                "nothing of the meeting is public",
                where=f"meeting {meeting_id}",
                remedy="Fetch the meeting again and look at its phase",
            )
        publications.withdraw(tx, meeting_id, person_id=actor.person_id, reason=reason)
        if meeting.phase is Phase.PUBLISHED:  # minutes that are being corrected stay under review
            meetings.move(tx, meeting_id, Phase.WITHDRAWN)
        tell(tx, MessageKind.WITHDRAWN, meeting_id, version=standing.version)
        _note(tx, actor, meeting_id, "minutes.withdraw", version=standing.version)


def _admitted(tx: Transaction, actor: Actor, meeting_id: str) -> StoredMeeting:
    meeting = meetings.get(tx, meeting_id)
    actor.require(Permission.PUBLISH, meeting.body)
    return meeting


def _public(tx: Transaction, meeting_id: str) -> PublicMinutes | None:
    approved = record.minutes(tx, meeting_id)
    return None if approved is None else withhold_closed(approved.minutes, wordings.approved(tx, meeting_id))


def _is_new(meeting: StoredMeeting, public: PublicMinutes, standing: StoredPublication | None) -> bool:
    """Whether the approved minutes can be published: they are not yet, or a public wording is another now."""
    if meeting.phase is Phase.PUBLISHED:
        return standing is not None and standing.public != public
    return meeting.phase is Phase.APPROVED


def _places(public: PublicMinutes) -> Iterator[tuple[str | None, str, str]]:
    """Everything that would become public: item, place and text."""
    yield None, "body", public.meeting.body
    yield None, "place", public.meeting.place or ""
    for participant in public.meeting.participants:
        yield None, "participants", f"{participant.name}, {participant.role or ''}"
    for item in public.items:
        yield item.id, "title", item.title
        if isinstance(item, OpenItem):
            yield item.id, "journal_number", item.journal_number or ""
            yield item.id, "decision", item.decision
            for section in item.sections:
                yield item.id, section.kind.value, f"{section.heading_as_printed}\n{section.text}"
        else:
            yield item.id, "public_wording", item.public_wording or ""


def _provenance(tx: Transaction, meeting_id: str, public: PublicMinutes) -> Iterator[ItemProvenance]:
    """What each open item was first drafted with."""
    for item in public.items:
        versions = texts.texts(tx, meeting_id, item.id) if isinstance(item, OpenItem) else ()
        if not versions:
            continue
        machine = next((one for one in versions if one.author_kind is not AuthorKind.PERSON), None)
        if machine is None:
            yield ItemProvenance(item_id=item.id, model="person", drafted_at=versions[0].created_at)
            continue
        made = machine.draft.provenance
        yield ItemProvenance(
            item_id=item.id,
            model=made.model,
            revision=made.revision,
            prompt_sha256=made.prompt_sha256,
            drafted_at=made.made_at,
        )


def _require_answered(tx: Transaction, meeting_id: str, public: PublicMinutes) -> None:
    left = sum(one.answer is None for one in findings(public, publications.answers(tx, meeting_id)))
    if left:
        raise StateError(
            f"{left} findings of personal data are not answered",
            where=f"meeting {meeting_id}",
            remedy="Correct the minutes, or answer for each of them with a reason",
        )


def _note(tx: Transaction, actor: Actor, meeting_id: str, action: str, **detail: str | int) -> None:
    audit.record(tx, actor=actor.id, action=action, meeting_id=meeting_id, detail=detail)
