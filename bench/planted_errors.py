"""Single errors, planted in a good draft: what grounding must catch. Every plant is decided by a seed."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from minutes.vocabulary import MONTHS

INVENTED_NAMES = ("Karen Bøgeskov", "Villads Ormstrup", "Henriette Lindvad", "Osvald Kragelund")
VOTES = ("For stemte 5. Imod stemte 2.", "For stemte 9. Imod stemte 6. 1 undlod at stemme.")
MONTH = "|".join(MONTHS)
DATE = re.compile(rf"\b(?P<day>\d{{1,2}})\. (?P<month>{MONTH})\b(?: (?P<year>\d{{4}}))?")
NUMBER = re.compile(r"(?<![\w.,/-])\d[\d.]*(?:,\d+)?(?![\w/-])(?!\. (?:[a-zæøå]|$))(?!-\d)")
NOT_A_NUMBER = re.compile(rf"\b(?:kl\. ?|den |d\. |{MONTH} |uge |i |nr\. |stk\. |§ ?)$")
OUTCOME = re.compile(r"\b(?:godkendte|vedtog|besluttede|udsatte|afviste|drøftede)\b(?! den \d)")
VERB = re.compile(
    r"\b(godkendte|vedtog|besluttede|udsatte|bevilgede|anbefaler|er|skal|bliver|kan|vil|har|blev|stiller|holdes|"
    r"sender|udarbejder|drøftede|tages|gives|afsættes|deltager|orienterer|fremlægger|forelægges)\b(?! ikke)"
)
OTHER_OUTCOME: Sequence[tuple[str, tuple[str, ...]]] = (
    (r"\b(?:godkendte|vedtog|tiltrådte|bevilgede)\b", ("afviste", "udsatte")),
    (r"\bbesluttede\b(?= at)", ("afviste", "udsatte beslutningen om")),
    (r"\budsatte\b", ("godkendte", "afviste")),
    (r"\b(?:afviste|forkastede)\b", ("godkendte", "udsatte")),
    (r"\bdrøftede\b", ("godkendte", "afviste")),
    (r"\btog (?P<object>[^.,]+) til efterretning", ("godkendte {object}", "udsatte {object}")),
    (r"\b(?:anbefaler|anbefalede)\b", ("udsatte", "afviste")),
    (r"\bsendte (?P<object>[^.,]+?) i (?:offentlig )?høring", ("godkendte {object}", "afviste {object}")),
    (r"\b(?:valgte|udpegede)\b", ("afviste", "udsatte valget af")),
    (r"\bsagen udsættes\b|\bpunktet udgik\b", ("sagen blev godkendt",)),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Planted:
    """A draft's sentences with one error, and what kind of error it is."""

    kind: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a plant may draw from: people, the item's dates, and what was decided about the next item."""

    people: tuple[str, ...]
    dates: tuple[str, ...]
    neighbour: tuple[str, ...]


_Change = Callable[[str, Surroundings, random.Random], str | None]


def plant(sentences: tuple[str, ...], around: Surroundings, seed: str) -> Iterator[Planted]:
    """One draft with each kind of error that the text has room for."""
    for kind, change in CHANGES.items():
        dice = random.Random(f"{seed} {kind}")
        places = list(range(len(sentences)))
        dice.shuffle(places)
        for place in places:
            changed = change(sentences[place], around, dice)
            if changed is not None and changed != sentences[place]:
                yield Planted(kind=kind, sentences=(*sentences[:place], changed, *sentences[place + 1 :]))
                break
    if around.neighbour and not set(around.neighbour) & set(sentences):
        yield Planted(kind="neighbour", sentences=around.neighbour)


def _replace(text: str, match: re.Match[str], new: str) -> str:
    return text[: match.start()] + new + text[match.end() :]


def _number(text: str, around: Surroundings, dice: random.Random) -> str | None:
    found = [m for m in NUMBER.finditer(text) if not NOT_A_NUMBER.search(text[: m.start()])]
    if not found:
        return None
    match = dice.choice(found)
    figures = match.group().rstrip(".")
    if re.fullmatch(r"20\d\d", figures):
        return _replace(text, match, str(int(figures) + dice.choice((-1, 1))) + match.group()[4:])
    places = [i for i, c in enumerate(figures) if c.isdigit()]
    place = places[0] if len(places) > 3 else dice.choice(places)
    digit = (int(figures[place]) + dice.choice((1, 2, 3, 5))) % 10 or 4
    new = figures[:place] + str(digit) + figures[place + 1 :]
    return _replace(text, match, new + match.group()[len(figures) :]) if new != figures else None


def _date(text: str, around: Surroundings, dice: random.Random) -> str | None:
    found = list(DATE.finditer(text))
    if not found:
        return None
    match = dice.choice(found)
    day, month = int(match["day"]), MONTHS.index(match["month"])
    if dice.random() < 0.7:
        day = (day + dice.choice((1, 2, 7, 13)) - 1) % 28 + 1
    else:
        month = (month + dice.choice((1, 2, 11))) % 12
    return _replace(text, match, f"{day}. {MONTHS[month]}" + (f" {match['year']}" if match["year"] else ""))


def _occasion(text: str, around: Surroundings, dice: random.Random) -> str | None:
    """A date of the matter as the day of the decision."""
    match = OUTCOME.search(text)
    if match is None or not around.dates:
        return None
    return _replace(text, match, f"{match.group()} den {dice.choice(around.dates)}")


def _name(text: str, around: Surroundings, dice: random.Random) -> str | None:
    named = [name for name in around.people if name in text]
    if not named:
        return None
    others = [name for name in around.people if name not in text]
    new = dice.choice(others) if others and dice.random() < 0.5 else dice.choice(INVENTED_NAMES)
    return text.replace(dice.choice(named), new, 1)


def _not_dropped(text: str, around: Surroundings, dice: random.Random) -> str | None:
    found = list(re.finditer(r" ikke\b", text))
    return _replace(text, dice.choice(found), "") if found else None


def _not_added(text: str, around: Surroundings, dice: random.Random) -> str | None:
    found = list(VERB.finditer(text))
    if not found or "ikke" in text:
        return None
    match = dice.choice(found)
    return _replace(text, match, f"{match.group()} ikke")


def _outcome(text: str, around: Surroundings, dice: random.Random) -> str | None:
    for pattern, others in OTHER_OUTCOME:
        match = re.search(pattern, text, re.I)
        if match and not text[match.end() :].startswith(" ikke"):
            new = dice.choice(others)
            return _replace(text, match, new.format(**match.groupdict()))
    return None


def _vote(text: str, around: Surroundings, dice: random.Random) -> str | None:
    if re.search(r"stem|enig|flertal", text, re.I):
        return None
    unanimous = re.search(r"\b(?:godkendte|vedtog|udsatte|afviste|bevilgede)\b", text)
    if unanimous and dice.random() < 0.5:
        return _replace(text, unanimous, f"{unanimous.group()} enstemmigt")
    return f"{text} {dice.choice(VOTES)}"


CHANGES: dict[str, _Change] = {
    "number": _number,
    "date": _date,
    "occasion": _occasion,
    "name": _name,
    "not_dropped": _not_dropped,
    "not_added": _not_added,
    "outcome": _outcome,
    "vote": _vote,
}
KINDS = (*CHANGES, "neighbour")
