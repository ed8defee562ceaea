"""Do this agenda and this recording belong together?"""

from __future__ import annotations

import re
from functools import cache

from minutes.agenda import Agenda
from minutes.transcript import Transcript

WORD = re.compile(r"[^\W\d_]{5,}")
LEAST_SHARE_HEARD = 0.25
"""Below this share of title words heard, a person is asked. On the development meetings agendas and
recordings that belong together lie above .38 and swapped ones below .23 at the 90th percentile."""


def share_of_titles_heard(agenda: Agenda, transcript: Transcript) -> float:
    """The mean share, over the items, of a title's longer words that were said, by stem. 0 to 1.

    Words of the body's own name and of every meeting's first item say nothing and are left out by
    counting only words that stand in one title.
    """
    titles = [_stems(item.title) for item in agenda.items if not item.closed]
    spoken = set().union(*(_stems(u.text) for u in transcript.utterances if not u.dropped), set())
    shares = []
    for title in titles:
        own = {stem for stem in title if sum(stem in other for other in titles) == 1}
        if own:
            shares.append(len(own & spoken) / len(own))
    return sum(shares) / len(shares) if shares else 1.0


def belong_together(agenda: Agenda, transcript: Transcript) -> bool:
    """False where so few words of the titles were said that the files may be of two meetings."""
    return share_of_titles_heard(agenda, transcript) >= LEAST_SHARE_HEARD


def _stems(text: str) -> set[str]:
    return {_stem(word) for word in WORD.findall(text.casefold())}


@cache
def _stem(word: str) -> str:
    import snowballstemmer

    stem: str = snowballstemmer.stemmer("danish").stemWord(word)
    return stem
