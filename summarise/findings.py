"""What the talk adds to the formal decision: remarks in reported form, votes, and who took no part."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from minutes.agenda import Participant
from minutes.vocabulary import MONTHS
from summarise.acts import Act, acts_in, plain
from summarise.commitments import corrects, may_be_agreed, may_be_told
from summarise.moved_meetings import is_moved
from summarise.numerals import written
from summarise.reported import Reported, Setting, parts_of, reported
from summarise.salience import Scored
from summarise.spoken import CORRECTION
from summarise.talk import Remark

STATED = 0.45
CITED = 0.45
LEAST_CITED = 0.4
MOST_FACTS = 5
LONGER_STATED, LONGER_CITED, LONGER_FACTS = 0.2, 0.2, 10
"""The same three bounds where the secretary asked for a longer text."""
DATE = re.compile(rf"(\d{{1,2}})\. ({'|'.join(MONTHS)})")
MEASURE = re.compile(r"(\d[\d.,]*) ([a-zæøå]{3,})")
MONEY = re.compile(rf"kr|mio|million|tusind|procent|pct|{'|'.join(MONTHS)}")
SURE = 0.5
WITHOUT_FIGURES, OF_OTHERS = 0.5, 0.6
"""How sure a remark without figures must be to belong, and one that somebody else than the chair makes."""
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
CLOCK_TIME = re.compile(r"\bkl\. [\d.]+")
DENIED = re.compile(
    r"(?:i stedet for|frem for|\bikke)\s+(?:(?:den|på|de|til|fra|kl\.|klokken|længere)\s+)*(\d[\d.,]*)", re.I
)
VOTE = re.compile(
    r"\b(?P<yes>\d+|en|én|to|tre|fire|fem|seks) (?:stemme\w* |stemte )?(?:er )?for\b"
    r"(?:\W+(?!\d)\w+){0,4}?\W+(?P<no>\d+|en|én|to|tre|fire|fem|seks) (?:stemme\w* |stemte |er )?(?:i)?mod\b",
    re.I,
)
AGREES = re.compile(
    r"^(?:ja|jo|det kan|det gør|fint|selvfølgelig|okay|gerne|det skal|"
    r"det er (?:vi|jeg|fint|i orden|aftalt|noteret)|det siger vi|aftalt|enige?|helt i orden|god)\b",
    re.I,
)
AGREED_ALREADY = re.compile(
    r"^(?:det er vi|det er der ikke|det gør vi|det siger vi|ingen imod|ja|godt)\b", re.I
)
"""What the same speaker says on seeing that all agree."""
SMALL = {"en": "1", "én": "1", "to": "2", "tre": "3", "fire": "4", "fem": "5", "seks": "6"}
FORMAL = re.compile(
    r"^(?:godkend|meddelels|taget|tagne|vedtag|beslut|efterretning|punkt|sagen?$|dagsorden|enig|indstilling|drøft|orientering|anbefal|"
    r"udsat|udsæt|afvis|noter|aftal|ligger|står|foreslå|videre|gælder|kommer|bliver|siger|tager|udvalg|alle$|"
    r"hermed|dermed|sådan|måde|resten|anden|andet|andre|forslag|imod|bemærk|nogen|ingen)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A remark that belongs in the text, and who said it where that is known."""

    reported: Reported
    scored: Scored
    speaker: Participant | None

    @property
    def told(self) -> bool:
        """Somebody other than the chair said it."""
        return self.scored.remark.by_chair is False


def facts_of(
    scored: Sequence[Scored], known: Mapping[str, Participant], setting: Setting, *, more: bool = False
) -> tuple[Fact, ...]:
    """The remarks that belong in the text, in the order said, without what was taken back later.

    `more` lets in those that are less sure to belong.
    """
    least_stated, least_cited, most = (
        (LONGER_STATED, LONGER_CITED, LONGER_FACTS) if more else (STATED, LEAST_CITED, MOST_FACTS)
    )
    denied = denied_values(scored)
    facts: list[Fact] = []
    for one in sorted(scored, key=lambda s: s.stated, reverse=True):
        remark = one.remark
        if len(facts) >= most:
            break
        if not corrects(remark) and (one.stated < least_stated or one.cited < least_cited):
            continue
        if _tells_absence(remark, setting):
            continue
        speaker = known.get(remark.speaker) if remark.speaker else None
        agreed = is_accepted(remark, scored)
        for part in parts_of(remark.text):
            said = reported(part, setting, speaker=speaker, by_chair=remark.by_chair, accepted=agreed)
            if not said or not _belongs(said.clause, one, scored, denied, setting, more=more):
                continue
            told = remark.by_chair is False and may_be_told(said, one)
            if told or may_be_agreed(said, one, accepted=agreed):
                facts.append(Fact(reported=said, scored=one, speaker=speaker))
    return tuple(_without_repeats(sorted(facts, key=lambda fact: fact.scored.remark.place)))


def _tells_absence(remark: Remark, setting: Setting) -> bool:
    """True where somebody's absence is told: the minutes have a sentence of their own for that."""
    heard = any(heard.act is Act.ABSENT for heard in acts_in(remark.text))
    return heard and ("inhabil" in remark.text.casefold() or bool(setting.roster.named_in(remark.text)))


def is_accepted(remark: Remark, scored: Sequence[Scored]) -> bool:
    """True where the next turn begins by agreeing, or the same one goes on by seeing that all do."""
    following = (s.remark for s in scored if s.remark.turn == remark.turn + 1)
    answer = next(following, None)
    rest = (s.remark for s in scored if s.remark.turn == remark.turn and s.remark.place > remark.place)
    return (answer is not None and AGREES.match(answer.text) is not None) or any(
        AGREED_ALREADY.match(later.text) and not later.question for later in rest
    )


def denied_values(scored: Sequence[Scored]) -> Mapping[str, int]:
    """Numbers that somebody said are not it ("i stedet for 40", "ikke den 4."), with the last place."""
    found: dict[str, int] = {}
    for one in scored:
        if one.cited >= CITED / 2:
            for match in DENIED.finditer(one.remark.text):
                found[match.group(1).rstrip(".,")] = one.remark.place
    return found


def _is_light(clause: str, one: Scored) -> bool:
    """True where the clause has no figures and is not sure enough to belong: much of that is talk."""
    least = OF_OTHERS if one.remark.by_chair is False else WITHOUT_FIGURES
    return not any(c.isdigit() for c in clause) and one.stated < least


def _belongs(
    clause: str,
    one: Scored,
    scored: Sequence[Scored],
    denied: Mapping[str, int],
    setting: Setting,
    *,
    more: bool,
) -> bool:
    """True where the clause says something of its own that no later word took back."""
    place = one.remark.place
    return not (
        is_moved(clause, setting.moved)
        or (not more and _is_light(clause, one))
        or _is_formal(clause, setting)
        or _is_denied(clause, place, denied)
        or _is_replaced(clause, place, scored)
    )


def _is_replaced(clause: str, place: int, scored: Sequence[Scored]) -> bool:
    """True where a later remark that carries the decision has another day or measure in place of this one."""
    days, measures, words = set(DATE.findall(clause)), _measures(clause), _content(clause)
    for later in scored:
        if later.remark.place <= place or later.cited < LEAST_CITED:
            continue
        text = later.remark.text
        if DENIED.search(text):
            continue  # it says itself what it replaces
        other = set(DATE.findall(text))
        again = later.remark.returned and bool(words & _content(text))
        if again and days and other and not days & other:
            return True
        if CORRECTION.search(text) and _differs(days, other):
            return True
        if later.stated >= SURE and _differs(measures, _measures(text)):
            return True
    return False


def _differs(mine: set[tuple[str, str]], other: set[tuple[str, str]]) -> bool:
    """True where the other text has another number of the same unit, and none of mine."""
    return not mine & other and any(unit == u and number != n for number, unit in mine for n, u in other)


def _measures(text: str) -> set[tuple[str, str]]:
    """Numbers with the noun that they count, money and bare hours left out: there may be several of those."""
    return {(n, unit) for n, unit in MEASURE.findall(text.casefold()) if not MONEY.match(unit)}


def _is_formal(clause: str, setting: Setting) -> bool:
    """True where the clause only says that something was decided, and not what."""
    if setting.roster.named_in(clause):
        return False
    words = [w for w in plain(clause.replace(setting.body, "")).split() if len(w) > 4 or w[0].isdigit()]
    content = [w for w in words if not FORMAL.match(w)]
    return not any(w[0].isdigit() for w in content) and len(content) < 2


def _is_denied(clause: str, place: int, denied: Mapping[str, int]) -> bool:
    values = {n.rstrip(".,") for n in NUMBER.findall(CLOCK_TIME.sub("", clause))}
    return any(value in denied and place <= denied[value] for value in values)


def _without_repeats(facts: Iterable[Fact]) -> list[Fact]:
    kept: list[Fact] = []
    for fact in facts:
        mine = _content(fact.reported.clause)
        kept = [k for k in kept if not _content(k.reported.clause) <= mine]
        if not any(mine <= _content(k.reported.clause) for k in kept):
            kept.append(fact)
    return kept


def _content(text: str) -> frozenset[str]:
    return frozenset(w for w in plain(text).split() if len(w) > 3 or w[0].isdigit())


def counted_votes(text: str) -> frozenset[tuple[int, int]]:
    """Every count of votes in a remark as said: for and against."""
    counts = (
        [SMALL.get(found[side].casefold(), found[side]) for side in ("yes", "no")]
        for found in VOTE.finditer(written(text))
    )
    return frozenset((int(yes), int(no)) for yes, no in counts)


def absent_people(
    scored: Sequence[Scored], known: Mapping[str, Participant], setting: Setting
) -> list[tuple[str, Participant, int]]:
    """Who took no part: the fact formula's name, the person and the utterance, each person once."""
    found: dict[str, tuple[str, Participant, int]] = {}
    for one in scored:
        text = one.remark.text.casefold()
        kind = (
            "inhabil" if "inhabil" in text else "absent" if "afbud" in text or "meldt fra" in text else None
        )
        if kind is None or one.remark.question or one.cited < CITED / 2 or " ikke inhabil" in text:
            continue
        people = setting.roster.named_in(one.remark.text)
        if not people and kind == "inhabil" and text.startswith(("jeg ", "så jeg", "ja, jeg")):
            speaker = known.get(one.remark.speaker) if one.remark.speaker else None
            people = (speaker,) if speaker else ()
        if len(people) == 1:
            found.setdefault(people[0].name, (kind, people[0], one.remark.utterance_id))
    return list(found.values())


def joined(clauses: Sequence[str]) -> str:
    """Makes "at A, at B, og at C"."""
    parts = [f"at {clause}" for clause in clauses]
    if len(parts) == 1:
        return parts[0]
    return ", ".join(parts[:-1]) + ", og " + parts[-1]
