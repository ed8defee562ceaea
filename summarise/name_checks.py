"""Whether the names of a sentence are those of people, places and bodies that were named.

A person of the roster must have been spoken of near the cited words, or stand in the item's agenda: that
somebody is at the meeting does not tie them to what a sentence says. All other names need each of their
words in the talk, the agenda, the body's name or somebody's title. Misheard letters are forgiven in words of
five letters and more.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from minutes.agenda import Meeting, Participant
from minutes.draft import Concern
from minutes.vocabulary import ConcernKind
from summarise.drafter import Case
from summarise.fact_checks import block
from summarise.facts import facts
from summarise.row_checks import row_concerns
from summarise.sources import Source, read_text
from summarise.speaking import speaking, stands_in
from summarise.spelt_names import bare, is_heard, is_known, tokens

_NAME_TOKEN = re.compile(r"[^\W\d_]+")
_LONG = 5
"""Letters from which a title is more than a word of form."""
_CHAIR = re.compile(r"(?<!næst)(?<!vice)formand|mødeleder|ordstyrer|borgmester")
_TELLS = re.compile(
    r"\b(?:oplyste|orienterede|foreslog|fremlagde|redegjorde|spurgte|bemærkede|mente|ønskede|gjorde|nævnte|svarede)\b"
)
"""Verbs whose subject has spoken."""
_SELF = re.compile(r"\b(?:mig|jeg selv|og jeg|undertegnede)\b")


def name_concerns(text: str, source: Source, case: Case) -> Iterator[Concern]:
    """One concern for each name that was neither said nor printed."""
    voices = speaking(source.turns, case.transcript, case.meeting)
    speakers = voices.people if _TELLS.search(text) else voices.selves
    cited = frozenset().union(*(t.words for t in (*source.cited, *source.agenda)))
    near = cited.union(*(t.words for t in source.near)) if voices.unknown or "stemte" in text else cited
    known = frozenset().union(*(t.words for t in source.all)) | _titles(case.meeting)
    for name in dict.fromkeys((*facts(text).names, *_opening_names(text, case.meeting))):
        person = _person(name, case.meeting)
        if person is None:
            supported = all(is_known(word, known) for word in tokens(name))
        else:
            parts = tokens(person.name)
            others = [word for word in tokens(name) if bare(word) not in parts and word not in parts]
            # Who says "jeg" is mostly named by the remark before or after.
            close = cited if person.name in voices.elsewhere else near
            spoken = person.name in speakers or _spoken_of(person, close, case.meeting)
            spoken = spoken or (not voices.labelled and _says_self(person, source, case))
            supported = spoken and all(is_known(word, known) for word in others)
        if not supported:
            yield block(ConcernKind.UNSUPPORTED_NAME, name)
    yield from row_concerns(text, source, voices, case.meeting)


def _opening_names(text: str, meeting: Meeting) -> Iterator[str]:
    """A single name from the roster that opens a sentence: "Katrine oplyste …"."""
    first = _NAME_TOKEN.match(text.strip())
    if first is None or not first.group()[0].isupper():
        return
    after = text.strip()[first.end() : first.end() + 2]
    if len(after) == 2 and after[1].isupper():
        return
    if any(first.group().casefold() in tokens(person.name) for person in meeting.participants):
        yield first.group()


@lru_cache(maxsize=64)
def _titles(meeting: Meeting) -> frozenset[str]:
    """Words of the body, the place and all titles."""
    titles = ", ".join(person.role or "" for person in meeting.participants)
    return read_text(f"{meeting.body}, {meeting.place or ''}, {titles}").words


def _person(name: str, meeting: Meeting) -> Participant | None:
    """The person of the roster that the name most probably means."""
    named = {bare(word) for word in tokens(name)} | set(tokens(name))
    shared = {person.name: len(named & set(tokens(person.name))) for person in meeting.participants}
    best = max(shared.values(), default=0)
    if best == 0:
        return None
    return next(person for person in meeting.participants if shared[person.name] == best)


def _spoken_of(person: Participant, near: frozenset[str], meeting: Meeting) -> bool:
    """By a part of the name, or by a title that no one else has.

    Where a part that two people share was heard beside the rest of the other one's name, it meant that one.
    """
    parts = [part for part in tokens(person.name) if len(part) > 1 and is_heard(part, near)]
    rivals = [tokens(other.name) for other in meeting.participants if other.name != person.name]
    if any(all(part not in rival for rival in rivals) for part in parts):
        return True
    if parts and tokens(person.name)[-1][0] in near:  # "Emma K"
        return True
    if parts and not any(
        part in rival and any(is_heard(own, near) for own in rival if own not in tokens(person.name))
        for part in parts
        for rival in rivals
    ):
        return True
    return any(is_heard(word, near) for word in _own_titles(meeting).get(person.name, ()))


def _says_self(person: Participant, source: Source, case: Case) -> bool:
    """Whether whoever leads the meeting speaks of themself, where no labels tell the speakers apart."""
    leads = _CHAIR.search((person.role or "").lower()) or stands_in(person, case.transcript, case.meeting)
    return bool(leads) and source.says(_SELF, source.near)


@lru_cache(maxsize=64)
def _own_titles(meeting: Meeting) -> dict[str, tuple[str, ...]]:
    """For each person the longer words of the title that nobody else's has."""
    titles = {person.name: tokens(person.role or "") for person in meeting.participants}
    uses = Counter(word for title in titles.values() for word in set(title))
    return {
        name: tuple(word for word in title if len(word) > _LONG and uses[word] == 1)
        for name, title in titles.items()
    }
