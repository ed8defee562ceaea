"""Whether a later word took back what a remark says: denied, replaced, contradicted, given up, or moved."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set

from minutes.vocabulary import MONTHS, WEEKDAYS
from summarise.acts import plain
from summarise.moved_meetings import dates_of, is_moved
from summarise.overtaken import given_up, is_contradicted
from summarise.reported import Setting
from summarise.salience import Scored
from summarise.spoken import CORRECTION

CITED, LEAST_CITED = 0.45, 0.33
SURE = 0.5
MEASURE = re.compile(r"(\d[\d.,]*) ([a-zæøå]{3,})")
MONEY = re.compile(rf"kr|mio|million|tusind|procent|pct|{'|'.join(MONTHS)}")
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
CLOCK_TIME = re.compile(r"\bkl\. [\d.]+")
DENIED = re.compile(
    r"(?:i stedet for|frem for|(?<!tror )(?<!mener )(?<!synes )\bikke)\s+"
    r"(?:(?:den|på|de|til|fra|kl\.|klokken|længere)\s+)*(\d[\d.,]*)",
    re.I,
)
SETTLES = re.compile(r"\b(?:bliver det|det bliver|siger vi|vi siger|er det|det er|tager vi|vi tager)\b", re.I)
"""How a value is settled without naming what it is for."""
EMPTY = re.compile(
    rf"(?:{'|'.join((*MONTHS, *WEEKDAYS))}|stadig|fortsat|begynder|bliver|noter\w*|møde[tr]?|klok\w*|time\w*|"
    r"dage?|uger?|tror|altså|senest|inden|efter|fra|også|igen|kroner|million\w*|tusind|procent|hvor|der|det)$"
)
"""Words that name no matter."""
FORMAL = re.compile(
    r"^(?:godkend|meddelels|taget|tagne|vedtag|beslut|efterretning|punkt|sagen?$|dagsorden|enig|indstilling|drøft|orientering|anbefal|"
    r"udsat|udsæt|afvis|noter|aftal|ligger|står|foreslå|videre|gælder|kommer|bliver|siger|tager|udvalg|alle$|"
    r"hermed|dermed|enstemmig|sådan|måde|resten|anden|andet|andre|forslag|imod|bemærk|nogen|ingen)"
)


def denied_values(scored: Sequence[Scored]) -> Mapping[str, int]:
    """Numbers that somebody said are not it ("i stedet for 40", "ikke den 4."), with the last place."""
    found: dict[str, int] = {}
    for one in scored:
        if one.cited >= CITED / 2:
            for match in DENIED.finditer(one.remark.text):
                found[match.group(1).rstrip(".,")] = one.remark.place
    return found


def is_overtaken(
    clause: str, one: Scored, scored: Sequence[Scored], denied: Mapping[str, int], setting: Setting
) -> bool:
    """True where a later word, in the item or after it, took back what the clause says.

    Args:
        clause: what is to be printed.
        one: the remark that it comes from.
        scored: all remarks of the item.
        denied: `denied_values(scored)`.
        setting: the meeting's names and talk.
    """
    place = one.remark.place
    return (
        is_moved(clause, setting.moved)
        or _is_denied(clause, place, denied)
        or _is_replaced(clause, place, scored)
        or is_contradicted(one.remark, [s.remark for s in scored])
        or given_up(clause, setting.title, [u for u in setting.talk if u.id > one.remark.utterance_id])
    )


def _is_replaced(clause: str, place: int, scored: Sequence[Scored]) -> bool:
    """True where a later remark that carries the decision has another day or measure in place of this one."""
    days, measures, words = dates_of(clause), _measures(clause), content(clause)
    for later in scored:
        if later.remark.place <= place or later.cited < LEAST_CITED:
            continue
        text = later.remark.text
        if DENIED.search(text):
            continue  # it says itself what it replaces
        other = dates_of(text)
        again = later.remark.returned and bool(words & content(text))
        if again and days and other and not days & other:
            return True
        if CORRECTION.search(text) and _differs(days, other):
            return True
        settles = later.cited >= SURE and SETTLES.search(text) and not has_matter(SETTLES.sub("", text))
        if settles and len(days) == 1 and other and not days & other:
            return True
        if later.stated >= SURE and _differs(measures, _measures(text)):
            return True
    return False


def _differs(mine: Set[tuple[str, str]], other: Set[tuple[str, str]]) -> bool:
    """True where the other text has another number of the same unit, and none of mine."""
    return not mine & other and any(unit == u and number != n for number, unit in mine for n, u in other)


def _measures(text: str) -> set[tuple[str, str]]:
    """Numbers with the noun that they count, money and bare hours left out: there may be several of those."""
    return {(n, unit) for n, unit in MEASURE.findall(text.casefold()) if not MONEY.match(unit)}


def _is_denied(clause: str, place: int, denied: Mapping[str, int]) -> bool:
    values = {n.rstrip(".,") for n in NUMBER.findall(CLOCK_TIME.sub("", clause))}
    return any(value in denied and place <= denied[value] for value in values)


def has_matter(clause: str) -> bool:
    """True where a clause names a matter, beside values and words of form."""
    words = [w for w in plain(clause).split() if len(w) > 3 and not w[0].isdigit()]
    return any(not FORMAL.match(w) and not EMPTY.match(w) for w in words)


def content(text: str) -> frozenset[str]:
    """The numbers and longer words of a text."""
    return frozenset(w for w in plain(text).split() if len(w) > 3 or w[0].isdigit())
