"""Votes by show of hands: who and how many were for, against, and abstained, as the chair counts them aloud.

A ballot counts only where both sides were counted. Names are kept only where there are as many of them as
were counted: half a list of names says something that nobody said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from minutes.agenda import Participant
from summarise.acts import Act, acts_in
from summarise.numerals import written
from summarise.roles import Roster
from summarise.salience import Scored
from summarise.talk import Remark

MOST = 40
"""Members that a body may have."""
WORDS = {
    "nul": 0, "en": 1, "én": 1, "to": 2, "tre": 3, "fire": 4, "fem": 5, "seks": 6, "syv": 7, "otte": 8,
    "ni": 9, "ti": 10, "elleve": 11, "tolv": 12,
}  # fmt: skip
_NUMERAL = rf"\d{{1,2}}|{'|'.join(WORDS)}"
_NUMBER = rf"(?P<n>{_NUMERAL})"
FOR = re.compile(rf"\b{_NUMBER} (?:stemmer |stemte |er |stemme )?for\b", re.I)
AGAINST = re.compile(rf"\b{_NUMBER} (?:stemmer |stemte |er |stemme )?i?mod\b", re.I)
WITH = re.compile(rf"\b(?P<how>\w+) med {_NUMBER} stemmer (?:i?mod|for) (?P<m>{_NUMERAL})\b", re.I)
"""A result said in one: "faldet med 3 stemmer mod 1"."""
VOTE = re.compile(
    rf"\b(?P<yes>\d+|{'|'.join(WORDS)}) (?:stemme\w* |stemte )?(?:er )?for\b"
    rf"(?:\W+(?!\d)\w+){{0,4}}?\W+(?P<no>\d+|{'|'.join(WORDS)}) (?:stemme\w* |stemte |er )?(?:i)?mod\b",
    re.I,
)
"""Both counts in one breath: "fem for og to imod"."""
ADOPTS = (Act.APPROVED, Act.AGREED, Act.RECOMMENDED, Act.POSTPONED, Act.NOTED, Act.HEARING, Act.FORWARDED)
CHOSEN = frozenset(("valgt", "udpeget", "genvalgt"))
"""Words of an election, where votes are for one or another and not for or against."""
ABSTAIN = re.compile(rf"\b{_NUMBER} (?:der )?(?:undlader|undlod|blank)", re.I)
SELF_ABSTAINS = re.compile(r"\bjeg undlader\b|\bjeg stemmer blankt\b", re.I)
COUNT = re.compile(
    rf"(?:^|(?:^|.*[ ,])(?:det er|det bliver|altså|i alt|jeg har|jeg får|jeg tæller) |.*, ){_NUMBER}"
    r"(?: så)?(?:[.!,]?$|, så\b|\. )",
    re.I,
)
"""A bare number at the end: "Det er 4.", "altså to", "Fremad, fire."."""
ASKS_FOR = re.compile(
    r"\b(?:hvem|hvor mange) (?:er|stemmer) (?:så )?for\b|\bhvem støtter\b|\bfor stemmer\b|"
    r"\bvi stemmer\b|\bstemmer vi\b|^for\b.*\?|\bafstemning\b",
    re.I,
)
ENDS = re.compile(
    r"\b(?:faldet|forkastet|vedtaget|godkendt|anbefalet|afslag|besluttet|udsat|nedlagt|afvist|valgt)\b", re.I
)
FELL = re.compile(r"\b(?:faldet|forkastet|nedstemt)\b", re.I)
LIST_WORDS = re.compile(
    r"\b(?:og|det|er|bliver|selv|mig|jeg|altså|imod|mod|for|her|så|også|begge|os|to|ja|de|samme|\d+)\b", re.I
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """How many voted so, and who where all were named."""

    count: int
    people: tuple[Participant, ...] = ()

    @property
    def text(self) -> str:
        """The count, with names behind it where they are known."""
        names = [person.name for person in self.people]
        if not names:
            return str(self.count)
        return (
            f"{self.count} ({', '.join(names[:-1])} og {names[-1]})"
            if names[1:]
            else f"{self.count} ({names[0]})"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Ballot:
    """One vote. `fell` is True where the chair said that the proposal fell."""

    yes: Side
    no: Side
    abstained: int
    fell: bool
    utterance_ids: tuple[int, ...]


@dataclass(slots=True, kw_only=True)
class _Open:
    """A ballot that is being counted."""

    counts: dict[str, int] = field(default_factory=dict)
    people: dict[str, dict[str, Participant]] = field(default_factory=lambda: {"yes": {}, "no": {}})
    abstained: int = 0
    ids: list[int] = field(default_factory=list)
    side: str | None = None


def ballots_of(scored: Sequence[Scored], roster: Roster) -> tuple[Ballot, ...]:
    """Every vote of the item, in order; a vote that was counted again counts as it was counted last."""
    found = list(_counted([one.remark for one in scored], roster))
    return tuple(b for k, b in enumerate(found) if k + 1 == len(found) or not _is_recount(b, found[k + 1]))


def counted_votes(text: str) -> frozenset[tuple[int, int]]:
    """Every count of votes in a remark as said: for and against."""
    return frozenset((_value(m["yes"]), _value(m["no"])) for m in VOTE.finditer(written(text)))


def is_lost(scored: Sequence[Scored], roster: Roster) -> bool:
    """True where the last vote went against what was voted on, and nothing was adopted afterwards."""
    ballots = ballots_of(scored, roster)
    if not ballots or ballots[-1].no.count <= ballots[-1].yes.count:
        return False
    place = max(s.remark.place for s in scored if s.remark.utterance_id == ballots[-1].utterance_ids[-1])
    return not any(
        h.act in ADOPTS and not h.negated
        for s in scored
        if s.remark.place > place and not s.remark.question
        for h in acts_in(s.remark.text)
    )


def _is_recount(before: Ballot, after: Ballot) -> bool:
    """True where the next count of hands follows at once, without a result between."""
    return after.utterance_ids[0] - before.utterance_ids[-1] <= 4 and not before.fell


def _counted(remarks: Iterable[Remark], roster: Roster) -> Iterator[Ballot]:
    ballot = _Open()
    for remark in remarks:
        if len(ballot.counts) == 2 and ASKS_FOR.search(remark.text):
            yield _closed(ballot, fell=False)
            ballot = _Open()
        _read(ballot, remark, roster)
        if len(ballot.counts) == 2 and ENDS.search(remark.text):
            yield _closed(ballot, fell=FELL.search(remark.text) is not None)
            ballot = _Open()
    if len(ballot.counts) == 2:
        yield _closed(ballot, fell=False)


def _read(ballot: _Open, remark: Remark, roster: Roster) -> None:
    """Take over what a sentence says of the vote."""
    text = remark.text
    explicit = {side: m for side, p in (("yes", FOR), ("no", AGAINST)) if (m := p.search(text))}
    if result := WITH.search(text):
        if result["how"].casefold() in CHOSEN:
            return
        won, lost = ("no", "yes") if FELL.match(result["how"]) else ("yes", "no")
        ballot.counts = {won: _value(result["n"]), lost: _value(result["m"])}
        ballot.ids.append(remark.utterance_id)
        return
    for side, match in explicit.items():
        _count(ballot, side, match, remark)
    if ASKS_FOR.search(text):
        ballot.side = "yes"
    elif re.search(r"\bimod\b", text, re.I) and ("yes" in ballot.counts or ballot.side):
        ballot.side = "no"
    if ballot.side is None:
        return
    if not remark.question:
        _name(ballot, remark, roster)
        bare = COUNT.match(text)
        if bare and not explicit:
            _count(ballot, ballot.side, bare, remark)
    if blank := ABSTAIN.search(text):
        ballot.abstained = max(ballot.abstained, _value(blank["n"]))
    elif SELF_ABSTAINS.search(text):
        ballot.abstained += 1


def _count(ballot: _Open, side: str, match: re.Match[str], remark: Remark) -> None:
    if _value(match["n"]) <= MOST:
        ballot.counts[side] = _value(match["n"])
        ballot.ids.append(remark.utterance_id)


def _name(ballot: _Open, remark: Remark, roster: Roster) -> None:
    """A sentence that is a list of names names the voters of the side that is being counted.

    "Me" is nobody's name: whoever leads the meeting may stand in for the one whose office it is.
    """
    people = {person.name: person for person in roster.named_in(remark.text)}
    others = LIST_WORDS.sub(" ", remark.text)
    left = [
        w
        for w in re.findall(r"[^\W\d_]+", others)
        if not any(
            w.casefold() in person.name.casefold().replace("-", " ").split() for person in people.values()
        )
    ]
    if people and not left and ballot.side is not None:
        ballot.people[ballot.side] |= people
        ballot.ids.append(remark.utterance_id)


def _value(number: str) -> int:
    number = number.casefold()
    return WORDS[number] if number in WORDS else int(number)


def _closed(ballot: _Open, *, fell: bool) -> Ballot:
    sides = {}
    for side, count in ballot.counts.items():
        people = tuple(ballot.people[side].values())
        sides[side] = Side(count=count, people=people if len(people) == count else ())
    return Ballot(
        yes=sides["yes"],
        no=sides["no"],
        abstained=ballot.abstained,
        fell=fell,
        utterance_ids=tuple(sorted(set(ballot.ids))),
    )
