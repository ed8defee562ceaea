"""Whether talk that was placed under an item is about another one: by words that only one of them has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from minutes.agenda import AgendaItem
from summarise.overtaken import COMMON, matter_of
from summarise.talk import Remark

AROUND = 2
"""Turns before and after a remark that tell what it is about."""
LEAST = 2
"""Words of one other item, and none of its own, by which a remark is taken to be about that one."""


def strangers(item: AgendaItem, others: Iterable[AgendaItem], remarks: Sequence[Remark]) -> frozenset[int]:
    """Places of the remarks that are about another item, as far as the agenda's words tell."""
    own = _words(item)
    foreign = [_words(other) - own for other in others]
    turns: dict[int, frozenset[str]] = {}
    for remark in remarks:
        turns[remark.turn] = turns.get(remark.turn, frozenset()) | matter_of(remark.text)
    strange = {turn for turn in turns if _is_strange(turn, turns, own, foreign)}
    return frozenset(remark.place for remark in remarks if remark.turn in strange)


def _is_strange(
    turn: int, turns: Mapping[int, frozenset[str]], own: frozenset[str], foreign: Sequence[frozenset[str]]
) -> bool:
    around = range(turn - AROUND, turn + AROUND + 1)
    near = frozenset().union(*(turns.get(place, frozenset()) for place in around))
    return not own & near and any(len(words & near) >= LEAST for words in foreign)


def _words(item: AgendaItem) -> frozenset[str]:
    return matter_of(f"{item.title} {' '.join(clause.text for clause in item.clauses)}") - COMMON
