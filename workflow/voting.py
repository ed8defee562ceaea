"""A vote that was said: counts and names, printed under the beslutning, and the words behind them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from minutes.agenda import Meeting
from minutes.codec import from_plain, to_plain
from minutes.draft import Evidence, Sentence
from minutes.errors import InputError
from minutes.vocabulary import ABSTAINED, VOTED_AGAINST, VOTED_FOR
from summarise.ballots import counted_votes
from summarise.drafter import Case
from summarise.sources import Source, source_of
from summarise.spelt_names import is_known, tokens
from summarise.vote_checks import vote_concerns
from summarise.written_sentences import cleaned
from workflow.access import Actor, Permission
from workflow.admission import admit
from workflow.cases import material_of
from workflow.closed import hidden_utterances, newest_division
from workflow.editing import begin_review
from workflow.reasons import LONGEST_REASON
from workflow.redrafting import require_open
from workflow.speakers import require_audible
from workflow.store import audit, texts
from workflow.store.database import Database
from workflow.store.texts import StoredItem

LONGEST_NAME = 100
"""Characters that the name of a voter or a group may have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """Those who voted one way: how many, and who, as persons or groups, where that was said."""

    count: int = 0
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote:
    """A vote and the utterances in which it was said.

    `acknowledged_by` answers, with a reason, for a vote that these utterances do not hold.
    """

    yes: Side
    no: Side
    abstained: Side
    utterance_ids: tuple[int, ...]
    acknowledged_by: str | None = None
    reason: str | None = None


def set_vote(
    db: Database, actor: Actor, meeting_id: str, item_id: str, vote: Vote | None, *, expected: int
) -> StoredItem:
    """Record how it was voted on an item; None takes it away. It is printed under the beslutning.

    A `reason` in the vote answers for numbers and names that the cited words do not hold: under the actor's
    name, which is kept.

    Raises:
        NotFoundError: there is no such meeting or item.
        AccessError: the actor may not edit it, or an utterance is hidden from them.
        InputError: the cited utterances do not hold the vote and nobody answers for it; or it is empty.
        StateError: the item is approved.
        ChangedError: somebody else changed the item since the actor read it.
    """
    with db.write() as tx:
        texts.hold(tx, meeting_id)
        meeting, _ = admit(tx, actor, Permission.EDIT, meeting_id, item_id)
        require_open(texts.item(tx, meeting_id, item_id))
        if vote is not None:
            material = material_of(tx, meeting_id)
            hidden = hidden_utterances(actor, meeting, material.transcript, newest_division(tx, meeting_id))
            require_audible(vote.utterance_ids, material.transcript, hidden)
            vote = _answered_for(actor, vote, material.case(item_id))
        texts.change_item(
            tx, meeting_id, item_id, expected=expected, vote=None if vote is None else to_plain(vote, Vote)
        )
        begin_review(tx, meeting)
        audit.record(
            tx,
            actor=actor.id,
            action="vote.set" if vote else "vote.remove",
            meeting_id=meeting_id,
            detail={"item": item_id, "acknowledged": vote is not None and vote.reason is not None},
        )
        return texts.item(tx, meeting_id, item_id)


def unheard(vote: Vote, case: Case) -> tuple[str, ...]:
    """What of the vote the cited utterances themselves do not hold, each part quoted; empty where all is."""
    return tuple(dict.fromkeys((*_numbers_unheard(vote, case), *_names_unheard(vote, case))))


def vote_line(stored: Mapping[str, object]) -> str:
    """The printed sentences of a stored vote: "For stemte 4 (A og B). Imod stemte 1 (C)."."""
    return _line(from_plain(stored, Vote))


def _line(vote: Vote) -> str:
    said = ((VOTED_FOR, vote.yes), (VOTED_AGAINST, vote.no), (ABSTAINED, vote.abstained))
    return " ".join(form.format(who=_who(side)) + "." for form, side in said if side.count)


def _who(side: Side) -> str:
    if not side.names:
        return str(side.count)
    *first, last = side.names
    names = f"{', '.join(first)} og {last}" if first else last
    return f"{side.count} ({names})"


def _answered_for(actor: Actor, vote: Vote, case: Case) -> Vote:
    """The vote under the actor's name where a reason is given for what was not heard; as it is where all was.

    Raises:
        InputError: it contradicts itself, or something was not heard and no reason is given.
    """
    sides = tuple(replace(side, names=_clean(side.names)) for side in (vote.yes, vote.no, vote.abstained))
    vote = replace(vote, yes=sides[0], no=sides[1], abstained=sides[2], acknowledged_by=None)
    _require_consistent(sides, case.meeting)
    missing = unheard(vote, case)
    if not missing:
        return replace(vote, reason=None)
    reason = " ".join(cleaned(vote.reason or "").split())
    if not reason or len(reason) > LONGEST_REASON:
        raise InputError(
            f"the cited utterances do not hold {', '.join(missing)}",
            where="vote",
            remedy="Cite those in which it was said, or give a reason to answer for it by name",
        )
    return replace(vote, acknowledged_by=actor.name, reason=reason)


def _require_consistent(sides: Sequence[Side], meeting: Meeting) -> None:
    roster = {person.name for person in meeting.participants}
    named = [name for side in sides for name in side.names]
    if not any(side.count for side in sides) or any(side.names and not side.count for side in sides):
        raise InputError("a vote needs numbers", where="vote", remedy="Say how many voted each way")
    if len(set(named)) < len(named):
        raise InputError("somebody votes twice", where="vote", remedy="Name each voter once")
    for side in sides:
        if side.names and len(side.names) > side.count:
            raise InputError("there are more names than votes", where="vote", remedy="Correct the count")
        if side.names and roster.issuperset(side.names) and len(side.names) != side.count:
            raise InputError(
                "the number is not that of the persons named",
                where="vote",
                remedy="Name all of them, or none",
            )


def _numbers_unheard(vote: Vote, case: Case) -> Iterator[str]:
    cited = _cited(vote, case)
    for side in (vote.yes, vote.no, vote.abstained):
        if side.count and any(vote_concerns(f"{side.count} stemte", cited, case.meeting)):
            yield f"»{side.count}«"
    told = {pair for text in cited.cited for pair in counted_votes(text.raw)}
    if told and (vote.yes.count, vote.no.count) not in told:
        yield f"»{vote.yes.count} for, {vote.no.count} imod«"


def _names_unheard(vote: Vote, case: Case) -> Iterator[str]:
    """Names that were neither said in the cited utterances nor are those of their speakers."""
    utterances = [case.transcript.utterances[i] for i in vote.utterance_ids]
    speakers = {utterance.speaker for utterance in utterances}
    said = frozenset().union(*(text.words for text in _cited(vote, case).cited))
    for name in (*vote.yes.names, *vote.no.names, *vote.abstained.names):
        if name not in speakers and not any(is_known(part, said) for part in tokens(name) if len(part) > 1):
            yield f"»{name}«"


def _cited(vote: Vote, case: Case) -> Source:
    """The cited utterances alone: a vote is proved by nothing around them."""
    evidence = Evidence(utterance_ids=vote.utterance_ids)
    whole = source_of(Sentence(text=_line(vote), evidence=(evidence,)), case)
    return replace(whole, near=whole.cited, discussion=(), agenda=())


def _clean(names: Sequence[str]) -> tuple[str, ...]:
    found = tuple(" ".join(cleaned(name).split()) for name in names)
    if any(not name or len(name) > LONGEST_NAME for name in found):
        raise InputError(
            f"a voter's name has 1 to {LONGEST_NAME} characters", where="vote", remedy="Correct the names"
        )
    return found
