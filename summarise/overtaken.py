"""What was said and did not stand: contradicted at once, or given up for another value later in the meeting.

A correction is often made under another item, where the division of the talk may leave it. So a value is
looked for in all that is said after it: where it comes up again beside another one of its kind, with words of
change, and is not the last of them, it did not stand.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from minutes.transcript import Utterance
from minutes.vocabulary import MONTHS
from summarise.number_words import ORDINALS
from summarise.numerals import written
from summarise.talk import Remark

Value = tuple[str, str]
"""A kind ("date", "day", "week", "clock", "kr", "pct", or the beginning of the noun counted) and a number."""
FIGURE = re.compile(
    r"(?P<before>\b(?:uge|kl\.|klokken|den|d\.|punkt|pkt\.|nr\.|§|stk\.) )?(?P<number>\d[\d.,]*\d|\d)\.?"
    r"(?: ?(?P<after>[a-zæøå%]+))?",
    re.I,
)
KINDS = {"uge": "week", "kl.": "clock", "klokken": "clock"}
NUMBERED = frozenset(("punkt", "pkt.", "nr.", "§", "stk."))
BARE_DAY = re.compile(rf"\bden ({'|'.join(word for word in ORDINALS if word != 'anden')})\b", re.I)
"""A day that is said by its ordinal alone: "den tredje"."""
UNITS = {
    "kr": "kr", "kroner": "kr", "mio": "mio", "million": "mio", "millioner": "mio", "tusind": "kr",
    "pct": "pct", "procent": "pct", "%": "pct",
}  # fmt: skip
LARGE = 1000
NOUN = 5
"""Letters by which a counted noun is known in its other forms."""
CHANGE = re.compile(
    r"\b(?:flyt\w*|ryk\w*|ændr\w*|ret(?:te\w*|tes|telse\w*)|i stedet|undskyld|forkert|fejl\w*|hellere|"
    r"alligevel|for (?:tidlig\w*|sent?|lidt|meget|højt?|lavt?|kort|langt?)|ikke|nej)\b",
    re.I,
)
"""Words by which one value is given up for another."""
WINDOW = 4
"""Turns after a value's return within which another one may take its place."""
CONTRADICTS = re.compile(
    r"^(?:(?:men|øh|hov)\b[ ,]*)?"
    r"(?:nej\b(?! tak)|det er ikke (?:rigtigt|det)|det passer ikke|det var ikke)",
    re.I,
)
SOON = 2
"""Turns within which a contradiction meets what it contradicts."""
COMMON = frozenset(month[:5] for month in MONTHS) | frozenset(
    ("møder", "mødet", "punkt", "sagen", "udval", "kommu", "blive", "komme", "senes", "krone", "milli")
)
"""Beginnings of words that stand in any item."""
LONG, STEM = 5, 5
"""Letters of a word that names a matter, and by how many of them it is known."""


def is_contradicted(remark: Remark, remarks: Sequence[Remark]) -> bool:
    """True where one of the next turns begins with no and names the matter, and nobody had asked."""
    turn = [other for other in remarks if other.turn == remark.turn]
    if turn[-1].question:
        return False
    matter = matter_of(remark.text)
    for step in range(1, SOON + 1):
        answer = [other for other in remarks if other.turn == remark.turn + step]
        if not answer or answer[0].speaker == remark.speaker is not None:
            return False
        if CONTRADICTS.match(answer[0].text):
            return bool(matter & matter_of(" ".join(other.text for other in answer)))
        if answer[-1].question:
            return False
    return False


@lru_cache(maxsize=16384)
def matter_of(text: str) -> frozenset[str]:
    """The beginnings of the longer words of a text."""
    return frozenset(w[:STEM] for w in re.findall(r"[^\W\d_]+", text.casefold()) if len(w) >= LONG)


@lru_cache(maxsize=16384)
def values_of(text: str) -> tuple[Value, ...]:
    """The values of a text as it was said, in order; days said by their ordinal come first."""
    text = written(text)
    found = [("day", str(ORDINALS[m[1].casefold()])) for m in BARE_DAY.finditer(text)]
    for match in FIGURE.finditer(text):
        before = (match["before"] or "").strip().casefold()
        number, after = match["number"].rstrip(".,"), (match["after"] or "").casefold()
        if before in NUMBERED:
            continue
        if before in KINDS:
            found.append((KINDS[before], number))
        elif after in MONTHS:
            found.append(("date", f"{number} {after}"))
        elif after in UNITS:
            found.append((UNITS[after], number))
        elif before:
            found.append(("day", number))
        elif _size(number) >= LARGE:
            found.append(("kr", number))
        elif len(after) >= 3:
            found.append((after[:NOUN], number))
    return tuple(found)


def _size(number: str) -> float:
    try:
        value = float(number.replace(".", "").replace(",", "."))
    except ValueError:
        return 0.0
    return 0.0 if 1990 <= value <= 2100 and "." not in number else value


def rival(one: Value, other: Value) -> bool:
    """True for another number of the same kind; a bare day is a rival of a date's day."""
    if {one[0], other[0]} == {"date", "day"}:
        return one[1].split()[0] != other[1].split()[0]
    return one[0] == other[0] and one[1] != other[1]


def same(one: Value, other: Value) -> bool:
    """True for the same value; "den 3." is the third of any month."""
    if {one[0], other[0]} == {"date", "day"}:
        return one[1].split()[0] == other[1].split()[0]
    return one == other


def given_up(text: str, title: str, after: Sequence[Utterance]) -> bool:
    """True where a value of the text comes up again in the talk after it, and another takes its place.

    Args:
        text: what is to be told.
        title: the item's title; the later talk must name a matter of one of the two.
        after: everything said after it, in order.
    """
    matter = (matter_of(text) | matter_of(title)) - COMMON
    return any(_given_up(value, matter, after) for value in values_of(text))


def _given_up(value: Value, matter: frozenset[str], after: Sequence[Utterance]) -> bool:
    for place, utterance in enumerate(after):
        if not any(same(value, said) for said in values_of(utterance.text)):
            continue
        window = after[place : place + WINDOW + 1]
        said = [(v, u) for u in window for v in values_of(u.text) if same(value, v) or rival(value, v)]
        if same(value, said[-1][0]) or not any(CHANGE.search(u.text) for _, u in said):
            continue
        if matter & frozenset().union(*(matter_of(u.text) for u in window)):
            return True
    return False
