"""The part of a text that shows why it is a hit, with the words marked. Everything else is escaped."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from html import escape
from itertools import accumulate

from workflow.published.index import SHORTEST_COMPOUND, Term
from workflow.published.words import WORD, fold

LENGTH = 240
_BEFORE = 60
_MORE = "…"
_BETWEEN_WORDS = re.compile(f"({WORD.pattern})")


def marked(text: str, terms: Sequence[Term]) -> str:
    """The whole text as HTML, the words of the terms in `<mark>`."""
    text = unicodedata.normalize("NFC", text)
    return _html(text, _places(text, terms), 0, len(text))


def snippet(text: str, terms: Sequence[Term]) -> str:
    """About `LENGTH` characters of the text as HTML: where most of the terms stand, else its beginning."""
    text = unicodedata.normalize("NFC", text)
    places = _places(text, terms)
    start = _best(places)
    begin = _word_start(text, max(0, start - _BEFORE)) if start > _BEFORE else 0
    end = _word_end(text, begin + LENGTH)
    cut = _html(text, places, begin, end)
    return f"{_MORE if begin else ''}{cut}{_MORE if end < len(text) else ''}"


def _places(text: str, terms: Sequence[Term]) -> list[tuple[int, int, int]]:
    """Start, end and number of the term of each word that is to be marked."""
    pieces = _BETWEEN_WORDS.split(text)  # what stands between, a word, what stands between, a word, …
    found = list(map(fold, pieces[1::2]))
    told: dict[int, int] = {}
    for number, term in enumerate(terms):
        if len(term.tokens) == 1:
            holding = _holding(set(found), term)
            told |= dict.fromkeys([i for i, token in enumerate(found) if token in holding], number)
        else:
            told |= dict.fromkeys(_in_a_row(found, term.tokens), number)
    ends = list(accumulate(map(len, pieces)))
    return [(ends[2 * i], ends[2 * i + 1], told[i]) for i in sorted(told)]


def _holding(found: set[str], term: Term) -> set[str]:
    """Which of these tokens a term of one word finds, as the index does."""
    wanted = term.tokens[0]
    if not term.is_part:
        return found & {wanted}
    return {
        token
        for token in found
        if wanted in token
        and (token.startswith(wanted) or (token.endswith(wanted) and len(token) >= SHORTEST_COMPOUND))
    }


def _in_a_row(found: Sequence[str], wanted: Sequence[str]) -> Iterator[int]:
    """The places of the words of a phrase; stop words, which have no token, may stand among them."""
    kept = [i for i, token in enumerate(found) if token]
    size = len(wanted)
    for at in range(len(kept) - size + 1):
        places = kept[at : at + size]
        if all(found[i] == token for i, token in zip(places, wanted, strict=True)):
            yield from places


def _best(places: Sequence[tuple[int, int, int]]) -> int:
    """Where to begin: at the word after which most different terms follow closely."""
    best, most = 0, 0
    for i, (start, _, _) in enumerate(places):
        near = set()
        for begin, _, number in places[i:]:
            if begin > start + LENGTH - _BEFORE:
                break
            near.add(number)
        if len(near) > most:
            best, most = start, len(near)
    return best


def _word_start(text: str, at: int) -> int:
    space = text.find(" ", at, at + _BEFORE)
    return space + 1 if space >= 0 else at


def _word_end(text: str, at: int) -> int:
    if at >= len(text):
        return len(text)
    space = text.rfind(" ", at - _BEFORE, at)
    return space if space >= 0 else at


def _html(text: str, places: Sequence[tuple[int, int, int]], begin: int, end: int) -> str:
    parts = []
    at = begin
    for start, stop, _ in places:
        if start >= at and stop <= end:
            parts += [escape(text[at:start]), "<mark>", escape(text[start:stop]), "</mark>"]
            at = stop
    parts.append(escape(text[at:end]))
    return "".join(parts)
