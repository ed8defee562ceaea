"""Other names, amounts, days and bodies in the same example: what is copied must be read, not remembered."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence

from minutes.agenda import Participant
from minutes.vocabulary import MONTHS, WEEKDAYS
from summarise.subjects import body_subject

_MONTH_WORDS = "|".join(MONTHS)
_WEEKDAY_WORDS = "|".join(WEEKDAYS)
_FIGURES = re.compile(
    rf"(?P<day>\b\d{{1,2}})(?P<to_month>\.? (?=(?P<month>{_MONTH_WORDS})\b))"
    r"|(?P<bare>\bden )(?P<alone>\d{1,2})(?=\.(?!\d)|\b(?![.,]\d))"
    r"|(?P<clock>\bkl\. )(?P<hour>\d{1,2})(?P<minute>[.:]\d\d)?\b"
    r"|(?P<year>\b(?:19|20)\d\d\b(?![.,]\d))"
    r"|(?P<number>\b\d[\d.,]*\d\b)",
    re.I,
)
_MONTH = re.compile(rf"\b(?:{_MONTH_WORDS})\b", re.I)
_WEEKDAY = re.compile(rf"\b({_WEEKDAY_WORDS})", re.I)
_WORD = re.compile(r"[^\W\d_]+")
_SHORT = 3
"""Lower-case words up to this length are no names, however a person is called."""


class Swaps:
    """One consistent exchange for all texts of an example.

    Args:
        chance: decides.
        people: the roster; every part of their names is exchanged.
        names: first names and family names to choose from.
        body: the body's name as printed.
        new_body: what it is called instead.
    """

    def __init__(
        self,
        chance: random.Random,
        people: Sequence[Participant],
        names: tuple[Sequence[str], Sequence[str]],
        *,
        body: str,
        new_body: str,
    ) -> None:
        self._chance = chance
        self._known: dict[str, str] = {}
        self._words: dict[str, str] = {}
        drawn = [iter(chance.sample(list(row), len(row))) for row in names]
        for person in people:
            for place, part in enumerate(person.name.split()):
                if part not in self._words:
                    self._words[part] = next(drawn[min(place, 1)], part)
        self._months, self._weekdays = chance.randrange(12), chance.randrange(7)
        self._days, self._years = chance.randrange(28), chance.randrange(-2, 4)
        self._bodies = {body: new_body, body_subject(body): body_subject(new_body)}

    def __call__(self, text: str) -> str:
        """The text with everything exchanged."""
        for old, new in self._bodies.items():
            text = re.sub(rf"\b{re.escape(old)}(?!\w)", new, text)
        text = _FIGURES.sub(self._figure, text)
        text = _MONTH.sub(lambda match: self._shifted(match.group(), MONTHS, self._months), text)
        text = _WEEKDAY.sub(lambda match: self._shifted(match.group(), WEEKDAYS, self._weekdays), text)
        return _WORD.sub(self._name, text)

    def _figure(self, match: re.Match[str]) -> str:
        if match["day"]:
            return self._day(match["day"]) + match["to_month"]
        if match["alone"]:
            return match["bare"] + self._day(match["alone"])
        if match["clock"]:
            hour = self._once(f"kl {match['hour']}", lambda: str(self._chance.randint(8, 19)))
            return match["clock"] + hour + (match["minute"] or "")
        if match["year"]:
            return str(int(match["year"]) + self._years)
        return self._once(match["number"], lambda: self._digits(match["number"]))

    def _day(self, day: str) -> str:
        """A day of the month, shifted within the 28 that every month has."""
        return str((int(day) - 1 + self._days) % 28 + 1)

    def _digits(self, number: str) -> str:
        """As many digits in the same places; zeros stay, so that round amounts stay round."""
        drawn = [self._chance.choice("123456789") if sign in "123456789" else sign for sign in number]
        return "".join(drawn)

    def _once(self, key: str, draw: Callable[[], str]) -> str:
        if key not in self._known:
            self._known[key] = draw()
        return self._known[key]

    @staticmethod
    def _shifted(word: str, row: Sequence[str], by: int) -> str:
        new = row[(row.index(word.lower()) + by) % len(row)]
        return new.capitalize() if word[0].isupper() else new

    def _name(self, match: re.Match[str]) -> str:
        word = match.group()
        for known, tail in ((word, ""), (word.removesuffix("s"), "s")):
            if known in self._words:
                return self._words[known] + tail
            if len(known) > _SHORT and known.capitalize() in self._words and known.islower():
                return self._words[known.capitalize()].lower() + tail
        return word
