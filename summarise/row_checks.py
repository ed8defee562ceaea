"""Whether people whom a sentence names in one row were named together.

"Imod stemte 2 (Ida Holm og Per Lund)" and "valgte Ida Holm og Per Lund" say that they did the same. Whoever
counts votes or declares a choice names them in one breath, and speaks of themself as "jeg" or "mig".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from minutes.agenda import Meeting, Participant
from minutes.draft import Concern
from minutes.vocabulary import ConcernKind
from summarise.fact_checks import block
from summarise.sources import Source
from summarise.speaking import Speaking
from summarise.spelt_names import is_heard, tokens

_ACT = re.compile(r"\b(?:stemte|valgte|genvalgte|udpegede|indstillede)\b")
_JOIN = re.compile(r"\s*(?:\([^()]*\)\s*)?(?:,|\bog\b|, og\b)\s*")
_SELF = frozenset(("jeg", "mig", "undertegnede"))
_WORD = re.compile(r"[^\W\d_]+")
_LEAST = 2


def row_concerns(text: str, source: Source, voices: Speaking, meeting: Meeting) -> Iterator[Concern]:
    """A concern for each person of a row whom no cited remark names with another one of it.

    Where nobody of the row was named with another one of it, they were asked one by one, unless one of them
    was named with somebody else ("Per og Ida"). Whoever counts may be the one who is missing.
    """
    if not _ACT.search(text):
        return
    remarks = [tuple(_WORD.findall(turn.text.casefold())) for turn in source.turns]
    own = [bool(_SELF.intersection(remark)) for remark in remarks]
    for row in _rows(text, meeting):
        named = [
            frozenset(p.name for p in row if _names(frozenset(remark), p) or (self and p.name == speaker))
            for remark, self, speaker in zip(remarks, own, voices.turns, strict=True)
        ]
        pairs = [
            (people, self and speaker is None)
            for people, self, speaker in zip(named, own, voices.turns, strict=True)
        ]
        together = frozenset().union(*(people for people, self in pairs if len(people) + self >= _LEAST))
        others = [person for person in meeting.participants if person not in row]
        if not together and not any(_joined(remark, row, others) for remark in remarks):
            continue
        alone = [person for person in row if person.name not in together]
        if len(alone) > any(people and self for people, self in pairs):
            yield from (block(ConcernKind.UNSUPPORTED_NAME, person.name) for person in alone)


def _joined(remark: Sequence[str], row: Sequence[Participant], others: Sequence[Participant]) -> bool:
    """Whether "og" joins somebody of the row with somebody else."""
    for before, word, after in zip(remark, remark[1:], remark[2:], strict=False):
        if word == "og":
            for one, other in ((before, after), (after, before)):
                if _is_one_of(one, row) and _is_one_of(other, others):
                    return True
    return False


def _is_one_of(word: str, people: Sequence[Participant]) -> bool:
    return any(_names(frozenset((word,)), person) for person in people)


def _names(remark: frozenset[str], person: Participant) -> bool:
    return any(is_heard(part, remark) for part in tokens(person.name) if len(part) > 1)


def _rows(text: str, meeting: Meeting) -> Iterator[tuple[Participant, ...]]:
    """People of the roster who are named one after the other."""
    places = sorted(
        (match.start(), match.end(), person)
        for person in meeting.participants
        for match in re.finditer(rf"\b{re.escape(person.name)}(?!\w)", text)
    )
    row: list[Participant] = []
    end = 0
    for start, stop, person in places:
        if row and not _JOIN.fullmatch(text[end:start]):
            if len(row) >= _LEAST:
                yield tuple(row)
            row = []
        row.append(person)
        end = stop
    if len(row) >= _LEAST:
        yield tuple(row)
