"""Do this agenda and this recording belong together?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from minutes.agenda import Agenda, AgendaItem
from minutes.transcript import Transcript

WORD = re.compile(r"[^\W\d_]{5,}")
LEAST_SHARE_HEARD = 0.33
"""Below this share a person is asked. Of the 138 agendas and talks of the development meetings (half of them
with recogniser noise) one or two in a hundred are asked about; of talks put with another meeting's agenda
more than nine in ten are."""


def share_heard(agenda: Agenda, transcript: Transcript) -> float:
    """How much of the open items was said, 0 to 1: the mean of the share for titles and for all their text.

    Counted are an item's own longer words, by stem: those that stand in no other item.
    """
    spoken: set[str] = set().union(*(_stems(u.text) for u in transcript.utterances if not u.dropped))
    items = [item for item in agenda.items if not item.closed]
    titles = [_stems(item.title) for item in items]
    texts = [_stems(_printed(item)) for item in items]
    return (_own_share(titles, spoken) + _own_share(texts, spoken)) / 2


def _own_share(items: Sequence[set[str]], spoken: set[str]) -> float:
    shares = []
    for number, words in enumerate(items):
        own = words.difference(*(other for place, other in enumerate(items) if place != number))
        if own:
            shares.append(len(own & spoken) / len(own))
    return sum(shares) / len(shares) if shares else 1.0


def belong_together(agenda: Agenda, transcript: Transcript) -> bool:
    """False where so few words of the agenda were said that the files may be of two meetings."""
    return share_heard(agenda, transcript) >= LEAST_SHARE_HEARD


def _printed(item: AgendaItem) -> str:
    return " ".join([item.title, *(section.text for section in item.sections)])


def _stems(text: str) -> set[str]:
    return {_stem(word) for word in WORD.findall(text.casefold())}


@cache
def _stem(word: str) -> str:
    import snowballstemmer

    stem: str = snowballstemmer.stemmer("danish").stemWord(word)
    return stem
