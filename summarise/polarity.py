"""Whether "ikke" in a sentence agrees with what was said of the same matter.

A clause of the sentence is laid beside every stretch of talk and agenda that shares words with it. A negated
clause needs a negated stretch about as near to it as the best affirmative one; an affirmative clause must
not be much nearer to a negated stretch. Formulas ("deltog ikke i sagens behandling", "der blev ikke truffet
beslutning") are seldom said so and have expressions of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from minutes.agenda import Meeting
from minutes.draft import Concern, Severity
from minutes.vocabulary import ConcernKind
from summarise.denied import denied_only
from summarise.fact_checks import block
from summarise.listening import outcomes, words
from summarise.numerals import written
from summarise.sources import Source, Text
from summarise.words import stem

_CLAUSE_END = re.compile(
    r"[.;:()](?:\s|$)|,(?!\d)|\b(?:at|og|men|samt|der|som|hvor|da|idet|når|hvis|mens|fordi)\b"
)
_FINITE = re.compile(r"\b(?:er|var|bliver|blev|har|havde|kan|skal|vil|må|\w{3,}(?:es|er|ede|te))\b")
"""Only a clause with a verb can be denied."""
_CUT_OFF = re.compile(r"\b(?:kl|for|til|på|om|med|den|i|af)$")
"""A clause that goes on behind a mark or another clause."""
_REASON = re.compile(r"\b(?:da|idet|fordi)\b")
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+|[.?!;:]")
_MARKS = frozenset(".?!;:")
_KEY = 5
"""Letters of a stem that two words must share to count as the same word."""
_SHORTEST = 4
_REACH = 8
"""Words on either side of a spoken negation that it may be about."""
_CLOSE = 5
"""The same, where a negation that the sentence leaves out must be shown."""
_CLAUSE_WORDS = frozenset(("men", "fordi", "hvis", "mens", "selvom"))
_STRETCH = 12
_EMPTY = frozenset(
    (
        *("skal", "kan", "vil", "bliver", "blev", "have", "haft", "være", "været", "denne", "dette", "disse"),
        *("deres", "efter", "inden", "over", "under", "ved", "møde", "mødet", "sagen", "punkt", "punktet"),
        *("udvalg", "udvalget", "videre", "også", "endnu"),
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stretches:
    """A text's rows of word keys: around its negations, close around them, and free of them."""

    negated: tuple[frozenset[str], ...]
    closely: tuple[frozenset[str], ...]
    affirmed: tuple[frozenset[str], ...]


def polarity_concerns(text: str, source: Source, meeting: Meeting) -> Iterator[Concern]:
    """A concern for each clause whose negation was not heard, or that leaves out one that was.

    Args:
        text: the sentence.
        source: what it may rest on.
        meeting: its body and people, whose names say nothing about the matter.
    """
    people = " ".join(person.name for person in meeting.participants)
    own = frozenset(_keys(f"{meeting.body} {people}"))
    talk = [_stretches(one.raw) for one in source.near]
    printed = [_stretches(one.raw) for one in source.agenda]
    yield from _missing_reasons(text)
    for clause in _clauses(text):
        if words("negation", "strict").search(clause):
            verdict = _negation_heard(clause, source, talk, printed, own)
            if verdict is not None:
                yield Concern(kind=ConcernKind.NEGATION, severity=verdict, detail=f"»{clause}«")
        elif _negation_left_out(clause, source, (*talk, *printed), own):
            yield block(ConcernKind.NEGATION, clause)


def _missing_reasons(text: str) -> Iterator[Concern]:
    """What is there is no reason to put a matter off: "udsatte sagen, da bilaget foreligger" lost a word."""
    low = written(text).lower()
    put_off = outcomes()["postponed"].written.search(low)
    if put_off is None:
        return
    for reason in _REASON.finditer(low, put_off.end()):
        clause = _CLAUSE_END.split(low[reason.end() :])[0].strip()
        if words("missing", "affirmed").search(clause) and not words("negation", "words").search(clause):
            yield block(ConcernKind.NEGATION, clause)


def _clauses(text: str) -> list[str]:
    return [clause.strip() for clause in _CLAUSE_END.split(written(text).lower()) if clause.strip()]


def _negation_heard(
    clause: str,
    source: Source,
    talk: Sequence[_Stretches],
    printed: Sequence[_Stretches],
    own: frozenset[str],
) -> Severity | None:
    """How serious it is that a negated clause was not heard; None where it was.

    The agenda may print a negation, but what it affirms ("at lejemålet opsiges") may have been denied. Where
    the talk affirms nothing of the matter either, it was worded too differently to say: that warns only.
    """
    for formula in ("absent", "undecided", "agreement", "missing"):
        if words(formula, "negated").search(clause):
            return None if _says(source.talk, words(formula, "heard")) else Severity.BLOCK
    if words("negation", "outcome").search(clause):
        return None  # "godkendte ikke" states an outcome, which is checked as one
    content = _content(clause, own)
    negated = _best(content, (row for one in (*talk, *printed) for row in one.negated))
    affirmed = _best(content, (row for one in talk for row in one.affirmed))
    if negated >= 1 and negated >= affirmed:
        return None
    return Severity.BLOCK


def _negation_left_out(
    clause: str, source: Source, stretches: Sequence[_Stretches], own: frozenset[str]
) -> bool:
    if words("absent", "affirmed").search(clause):
        return _says(source.near, words("absent", "heard"))
    for formula in ("undecided", "agreement"):
        if words(formula, "affirmed").search(clause):
            settled = _says(source.near, words(formula, "settled"))
            return not settled or _says(source.near, words(formula, "unsettled"))
    if words("negation", "words").search(clause):
        return False
    content = frozenset(key for key in _content(clause, own) if not key[0].isdigit())
    whole = _FINITE.search(clause) and not _CUT_OFF.search(clause)
    if whole and not any(form.written.search(clause) for form in outcomes().values()):
        denied = denied_only(content, (text.raw for text in source.cited), _key)
        if len(content) > 1 and len(denied) >= len(content) / 2:
            return True
    negated = _best(content, (row for one in stretches for row in one.closely))
    affirmed = _best(content, (row for one in stretches for row in one.affirmed))
    return negated >= max(2, len(content) / 2) and negated > affirmed


def _says(texts: Iterable[Text], pattern: re.Pattern[str]) -> bool:
    return any(pattern.search(text.raw.lower()) for text in texts)


def _best(content: frozenset[str], rows: Iterable[frozenset[str]]) -> int:
    """How many words of the clause the nearest row shares."""
    return max((len(content & row) for row in rows), default=0)


def _content(clause: str, own: frozenset[str]) -> frozenset[str]:
    strict = words("negation", "strict")
    return frozenset(_keys(strict.sub(" ", clause))) - own


def _keys(text: str) -> Iterator[str]:
    for word in _TOKEN.findall(text.lower()):
        key = _key(word)
        if key is not None:
            yield key


def _key(word: str) -> str | None:
    if word[0].isdigit():
        return word
    if len(word) < _SHORTEST or word in _EMPTY:
        return None
    return stem(word)[:_KEY]


@lru_cache(maxsize=4096)
def _stretches(raw: str) -> _Stretches:
    negated: list[frozenset[str]] = []
    closely: list[frozenset[str]] = []
    affirmed: list[frozenset[str]] = []
    for row in _sentences(written(raw).lower()):
        keys = [_key(word) for word in row]
        places = [k for k, word in enumerate(row) if words("negation", "spoken").fullmatch(word)]
        negated += [_row(keys, k - _REACH, k + _REACH + 1) for k in places]
        closely += [_row(keys, *_reach(row, k)) for k in places if row[k] != "uden"]
        for start in range(0, max(1, len(row) - _STRETCH // 2), _STRETCH // 3):
            if not any(start <= k < start + _STRETCH for k in places):
                affirmed.append(_row(keys, start, start + _STRETCH))
    return _Stretches(negated=tuple(negated), closely=tuple(closely), affirmed=tuple(affirmed))


def _reach(row: Sequence[str], place: int) -> tuple[int, int]:
    """What is close to a negation and in its clause, as the first place and the one behind the last."""
    start, end = max(0, place - _CLOSE), min(len(row), place + _CLOSE + 1)
    before = [k + 1 for k in range(start, place) if row[k] in _CLAUSE_WORDS]
    after = [k for k in range(place + 1, end) if row[k] in _CLAUSE_WORDS]
    return max([start, *before]), min([end, *after])


def _row(keys: Sequence[str | None], start: int, end: int) -> frozenset[str]:
    return frozenset(key for key in keys[max(0, start) : end] if key is not None)


def _sentences(text: str) -> Iterator[list[str]]:
    row: list[str] = []
    for token in (*_TOKEN.findall(text), "."):
        if token not in _MARKS:
            row.append(token)
        elif row:
            yield row
            row = []
