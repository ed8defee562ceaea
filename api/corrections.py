"""What a secretary puts right: boundaries, names, speakers, attendance, votes, and a text drafted again."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, Field

from api.house import Here, House
from api.items import CHANGED, ITEM, changed
from api.security import Who, needs
from api.shown_items import ShownItem
from api.versions import ExpectedVersion, etag
from minutes.vocabulary import Presence
from summarise.wishes import LONGEST_WISH
from workflow import boundaries, naming, presence, redrafting, speakers, voting
from workflow.access import Permission
from workflow.boundaries import Divided
from workflow.naming import NameCorrection
from workflow.presence import NoPart
from workflow.reasons import LONGEST_REASON
from workflow.respelling import LONGEST_NAME, respelling
from workflow.speakers import LONGEST_LABEL
from workflow.store import meetings
from workflow.voting import Side, Vote

router = APIRouter(tags=["Corrections"])

MEETING = "/api/v1/meetings/{meeting_id}"
MOST = 10_000
"""Utterances that one correction may name."""

UtteranceId = Annotated[int, Field(ge=0, lt=2**31, examples=[17])]
ItemId = Annotated[str, Field(max_length=200, examples=["punkt-3"])]


class ItemStart(BaseModel):
    """The item starts at this utterance."""

    utterance_id: UtteranceId
    item_id: ItemId


class Assignment(BaseModel):
    """These utterances belong to the item; null: to none."""

    utterance_ids: list[UtteranceId] = Field(min_length=1, max_length=MOST, examples=[[17, 18]])
    item_id: ItemId | None


class MovedTalk(BaseModel):
    """What came of it.

    `redrafted`: a machine drafts these items again. `kept`: a person wrote their text and it stays, held
    against the new talk and marked. `approved`: not touched, though other talk lies under them now.
    """

    version: int | None = Field(description="of the division; null for a preview", examples=[2])
    redrafted: list[str] = Field(examples=[["punkt-3"]])
    kept: list[str] = Field(examples=[["punkt-2"]])
    approved: list[str] = Field(examples=[[]])

    @classmethod
    def of(cls, done: Divided) -> MovedTalk:
        """What became of the items."""
        moved = done.moved
        return cls(
            version=done.version,
            redrafted=list(moved.redrafted),
            kept=list(moved.kept),
            approved=list(moved.approved),
        )


Preview = Annotated[bool, Query(description="only say what would change")]


class Name(BaseModel):
    """A name as it stands in the talk, and as it is spelled. A genitive need not be given."""

    old: str = Field(max_length=2 * LONGEST_NAME, examples=["Hansen"])
    new: str = Field(max_length=2 * LONGEST_NAME, examples=["Hansson"])


class Respelled(BaseModel):
    """An utterance or an item's text, before and after."""

    old: str = Field(examples=["Det er Hansens forslag."])
    new: str = Field(examples=["Det er Hanssons forslag."])


class RespelledUtterance(Respelled):
    """An utterance before and after."""

    utterance_id: int = Field(examples=[17])


class RespelledText(Respelled):
    """An item's text before and after."""

    item_id: str = Field(examples=["punkt-3"])


class ShownNameCorrection(BaseModel):
    """All that the correction changes. `approved`: items that have the old name and stay as they are."""

    done: bool = Field(description="false for a preview", examples=[False])
    utterances: list[RespelledUtterance]
    speakers: list[str] = Field(description="labels that have the old name", examples=[[]])
    texts: list[RespelledText]
    approved: list[str] = Field(examples=[["punkt-1"]])

    @classmethod
    def of(cls, found: NameCorrection, *, done: bool) -> ShownNameCorrection:
        """What was found, or done."""
        return cls(
            done=done,
            utterances=[
                RespelledUtterance(utterance_id=one.utterance_id, old=one.old, new=one.new)
                for one in found.utterances
            ],
            speakers=list(found.speakers),
            texts=[RespelledText(item_id=one.item_id, old=one.old, new=one.new) for one in found.texts],
            approved=list(found.approved),
        )


class SpeakerChange(BaseModel):
    """Who speaks: in the named utterances, or wherever the label `old` stands. `new` null: not known."""

    new: str | None = Field(max_length=2 * LONGEST_LABEL, examples=["Karen Møller"])
    old: str | None = Field(default=None, max_length=2 * LONGEST_LABEL, examples=["S2"])
    utterance_ids: list[UtteranceId] = Field(default=[], max_length=MOST, examples=[[]])


class Relabelled(BaseModel):
    """The utterances whose speaker was set."""

    utterance_ids: list[int] = Field(examples=[[17, 18]])


class PersonPresent(BaseModel):
    """Whether a participant was at the meeting; null: not known."""

    name: str = Field(max_length=500, examples=["Peter Jensen"])
    present: bool | None = Field(examples=[False])


class Attendance(BaseModel):
    """Participants of the meeting; those not named stay as they are."""

    participants: list[PersonPresent] = Field(max_length=500)


class PersonNoPart(BaseModel):
    """Somebody who took no part in the item, and the utterances that say so, if any do."""

    name: str = Field(max_length=500, examples=["Peter Jensen"])
    presence: Presence = Field(examples=[Presence.RECUSED])
    utterance_ids: list[UtteranceId] = Field(default=[], max_length=MOST, examples=[[18]])


class ItemAttendance(BaseModel):
    """All who took no part in the item."""

    participants: list[PersonNoPart] = Field(max_length=500)


class VoteSide(BaseModel):
    """Those who voted one way: how many, and the persons or groups, where that was said."""

    count: int = Field(default=0, ge=0, le=10_000, examples=[4])
    names: list[Annotated[str, Field(max_length=500)]] = Field(default=[], max_length=500, examples=[[]])


class RecordedVote(BaseModel):
    """A vote, and the utterances in which it was said.

    What these do not hold is refused, unless `reason` says why it is so all the same: the person who sends it
    answers for it by name.
    """

    yes: VoteSide = VoteSide()
    no: VoteSide = VoteSide()
    abstained: VoteSide = VoteSide()
    utterance_ids: list[UtteranceId] = Field(max_length=MOST, examples=[[26, 27]])
    reason: str | None = Field(default=None, max_length=2 * LONGEST_REASON, examples=[None])


class Wish(BaseModel):
    """How the text should be; null: drafted anew as it was.

    A language model takes it as a wish for the form, never as a fact. The drafter `formula` follows
    "kortere", "længere" and "kun beslutningen".
    """

    instruction: str | None = Field(default=None, max_length=2 * LONGEST_WISH, examples=["kortere"])


@router.post(f"{MEETING}/boundaries", status_code=202, **needs(Permission.EDIT))
def move_boundary(
    meeting_id: str,
    body: ItemStart,
    expected: ExpectedVersion,
    here: Here,
    who: Who,
    response: Response,
    preview: Preview = False,
) -> MovedTalk:
    """Let an item start at an utterance. The division is found again; items with other talk are redrafted."""
    done = boundaries.start_item(
        here.database,
        who,
        meeting_id,
        utterance_id=body.utterance_id,
        item_id=body.item_id,
        expected=expected,
        preview=preview,
    )
    _stamp(here, meeting_id, response)
    return MovedTalk.of(done)


@router.post(f"{MEETING}/assignments", status_code=202, **needs(Permission.EDIT))
def assign_utterances(
    meeting_id: str,
    body: Assignment,
    expected: ExpectedVersion,
    here: Here,
    who: Who,
    response: Response,
    preview: Preview = False,
) -> MovedTalk:
    """Put utterances under an item, or under none; otherwise as a moved boundary."""
    done = boundaries.assign(
        here.database,
        who,
        meeting_id,
        utterance_ids=body.utterance_ids,
        item_id=body.item_id,
        expected=expected,
        preview=preview,
    )
    _stamp(here, meeting_id, response)
    return MovedTalk.of(done)


@router.post(f"{MEETING}/names", **needs(Permission.EDIT))
def correct_name(
    meeting_id: str,
    body: Name,
    expected: ExpectedVersion,
    here: Here,
    who: Who,
    response: Response,
    preview: Preview = False,
) -> ShownNameCorrection:
    """Put a name right in talk and texts: whole words; a genitive stays one; the agenda is not touched."""
    spelling = respelling(body.old, body.new)
    if preview:
        return ShownNameCorrection.of(naming.preview(here.database, who, meeting_id, spelling), done=False)
    found = naming.correct(here.database, who, meeting_id, spelling, expected=expected)
    _stamp(here, meeting_id, response)
    return ShownNameCorrection.of(found, done=True)


@router.post(f"{MEETING}/speakers", **needs(Permission.EDIT))
def set_speaker(
    meeting_id: str, body: SpeakerChange, expected: ExpectedVersion, here: Here, who: Who, response: Response
) -> Relabelled:
    """Rename a speaker everywhere (`old`), or say who speaks in single utterances (`utterance_ids`)."""
    labels = speakers.label(
        here.database,
        who,
        meeting_id,
        old=body.old,
        utterance_ids=body.utterance_ids,
        new=body.new,
        expected=expected,
    )
    _stamp(here, meeting_id, response)
    return Relabelled(utterance_ids=sorted(labels))


@router.put(f"{MEETING}/attendance", **needs(Permission.EDIT))
def set_attendance(
    meeting_id: str, body: Attendance, expected: ExpectedVersion, here: Here, who: Who, response: Response
) -> Attendance:
    """Say who was at the meeting. Answers with the whole roster."""
    present = {one.name: one.present for one in body.participants}
    meeting = presence.set_meeting(here.database, who, meeting_id, present, expected=expected)
    _stamp(here, meeting_id, response)
    return Attendance(
        participants=[PersonPresent(name=one.name, present=one.present) for one in meeting.participants]
    )


@router.put(f"{ITEM}/attendance", responses=CHANGED, **needs(Permission.EDIT), response_model=ShownItem)
def set_item_attendance(
    meeting_id: str,
    item_id: str,
    body: ItemAttendance,
    expected: ExpectedVersion,
    here: Here,
    who: Who,
    request: Request,
    response: Response,
) -> ShownItem | Response:
    """Say who took no part in the item. It is printed under the beslutning."""
    no_part = [
        NoPart(name=one.name, presence=one.presence, utterance_ids=tuple(one.utterance_ids))
        for one in body.participants
    ]

    def write() -> None:
        presence.set_item(here.database, who, meeting_id, item_id, no_part, expected=expected)

    return changed(write, here, who, meeting_id, item_id, request, response)


@router.put(f"{ITEM}/vote", responses=CHANGED, **needs(Permission.EDIT), response_model=ShownItem)
def set_vote(
    meeting_id: str,
    item_id: str,
    body: RecordedVote | None,
    expected: ExpectedVersion,
    here: Here,
    who: Who,
    request: Request,
    response: Response,
) -> ShownItem | Response:
    """Record how it was voted; null takes it away. It is printed under the beslutning."""
    vote = None if body is None else _vote(body)

    def write() -> None:
        voting.set_vote(here.database, who, meeting_id, item_id, vote, expected=expected)

    return changed(write, here, who, meeting_id, item_id, request, response)


@router.post(
    f"{ITEM}/redraft",
    status_code=202,
    responses=CHANGED,
    **needs(Permission.EDIT),
    response_model=ShownItem,
)
def redraft(
    meeting_id: str,
    item_id: str,
    body: Wish,
    expected: ExpectedVersion,
    here: Here,
    who: Who,
    request: Request,
    response: Response,
) -> ShownItem | Response:
    """Let the machine draft the item again. The text of before stays among the versions."""

    def write() -> None:
        redrafting.ask(
            here.database,
            who,
            here.settings.drafter,
            meeting_id,
            item_id,
            instruction=body.instruction,
            expected=expected,
        )

    return changed(write, here, who, meeting_id, item_id, request, response)


def _stamp(here: House, meeting_id: str, response: Response) -> None:
    """The meeting's row version after the correction."""
    with here.database.read() as tx:
        response.headers["ETag"] = etag(meetings.get(tx, meeting_id).row_version)


def _vote(body: RecordedVote) -> Vote:
    def side(one: VoteSide) -> Side:
        return Side(count=one.count, names=tuple(one.names))

    return Vote(
        yes=side(body.yes),
        no=side(body.no),
        abstained=side(body.abstained),
        utterance_ids=tuple(body.utterance_ids),
        reason=body.reason,
    )
