"""What the talk adds to the formal decision: remarks in reported form, votes, and who took no part."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from minutes.agenda import Participant
from minutes.vocabulary import MONTHS
from summarise.acts import Act, acts_in, plain
from summarise.commitments import VALUE, commits, corrects, may_be_agreed, may_be_told
from summarise.last_word import (
    CITED,
    FORMAL,
    LEAST_CITED,
    content,
    denied_values,
    has_matter,
    is_overtaken,
)
from summarise.reported import Form, Reported, Setting, parts_of, pieces_of, reported
from summarise.salience import Scored
from summarise.talk import Remark

STATED = 0.33
MOST_FACTS = 8
LONGER_STATED, LONGER_CITED, LONGER_FACTS = 0.2, 0.2, 10
"""The same three bounds where the secretary asked for a longer text."""
CONCLUDING = 0.7
WEIGHTY = 0.7
"""How surely a remark of others must carry the decision, where something is to be decided."""
DICTATED = re.compile(r"at\b", re.I)
TELLING = 0.6
"""How sure a clause without a figure must be that somebody dictates: "At landingspladsen skal bevares, …"."""
WELL_CITED, LEAST_STATED = 0.6, 0.2
WITHOUT_FIGURES, OF_OTHERS = 0.4, 0.6
"""How sure a remark without figures must be to belong, and one that somebody else than the chair makes."""
AGREES = re.compile(
    r"^(?!(?:\w+[, ]+){1,4}ikke\b)(?:ja|jo|det kan|det gør|fint|selvfølgelig|okay|gerne|det skal|"
    r"det er (?:vi|jeg|fint|i orden|aftalt|noteret)|det siger vi|aftalt|enige?|helt i orden|god)\b",
    re.I,
)
AGREED_ALREADY = re.compile(
    r"^(?:det er vi|det er der ikke|det gør vi|det siger vi|ingen imod|ja|godt)\b", re.I
)
"""What the same speaker says on seeing that all agree."""
ONCE = re.compile(r"\b(?:var|havde|gik|sagde|fandt|stod|kom|måtte|plejede?)\b")
"""Verbs by which talk tells of what was once."""
NOTHING = re.compile(r"\b(?:ingen|intet)\b")
"""What there is not: why something cannot be."""
LEAVES = re.compile(
    r"\bforlader (?:salen|lokalet|mødet|rummet)\b|"
    r"\bgår (?:jeg |du )?(?:ud|udenfor|uden for)\b(?! (?:fra|på|over|til|i|med|som|af|den|til)\b)"
)
"""Somebody leaves the room while the item is treated."""
ALONE = re.compile(r"^(?:det|den) ", re.I)
PROMISED = re.compile(
    r"\b((?:til|senest|inden|på) (?:(?:mødet|møde|næste møde) )?(?:(?:man|tirs|ons|tors|fre|lør|søn)dag )?"
    rf"(?:den )?\d{{1,2}}\. (?:{'|'.join(MONTHS)})|til næste møde)\b"
)
"""By when somebody promises what they were asked for."""
LONG_TALK = 5
"""Turns from which the first one opens the item."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A remark that belongs in the text, and who said it where that is known."""

    reported: Reported
    scored: Scored
    speaker: Participant | None
    answered_by: int | None = None
    """The utterance that gives the day of what was asked for."""

    @property
    def utterance_ids(self) -> tuple[int, ...]:
        """The utterances that it rests on."""
        own = self.scored.remark.utterance_id
        return (own,) if self.answered_by is None else (own, self.answered_by)

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

    def as_fact(part: str, one: Scored) -> Fact | None:
        remark = one.remark
        speaker = known.get(remark.speaker) if remark.speaker else None
        agreed = is_accepted(remark, scored)
        said = reported(part, setting, speaker=speaker, by_chair=remark.by_chair, accepted=agreed)
        if not said or not _belongs(said, one, scored, denied, setting, more=more):
            return None
        told = remark.by_chair is False and may_be_told(said, one)
        if not told and not may_be_agreed(said, one, accepted=agreed):
            return None
        day = _day_promised(said, one, scored) if remark.question and agreed else None
        if day is None:
            return Fact(reported=said, scored=one, speaker=speaker)
        dated = replace(said, clause=f"{said.clause} {day[0]}")
        return Fact(reported=dated, scored=one, speaker=speaker, answered_by=day[1])

    for one in sorted(scored, key=lambda s: s.stated, reverse=True):
        remark = one.remark
        if len(facts) >= most:
            break
        likely = one.stated >= least_stated and one.cited >= least_cited
        if not likely and not corrects(remark) and not _is_settled(one):
            continue
        if _tells_absence(remark, setting) or remark.place in setting.strange:
            continue
        for part in parts_of(remark.text):
            whole = as_fact(part, one)
            facts += [whole] if whole else [f for p in _pieces(part, one) if (f := as_fact(p, one))]
    return tuple(_without_repeats(sorted(facts, key=lambda fact: fact.scored.remark.place)))


def _is_settled(one: Scored) -> bool:
    """True where the remark surely carries the decision and has a value: it need not be as likely told."""
    sure = one.cited >= WELL_CITED and one.stated >= LEAST_STATED
    return sure and VALUE.search(one.remark.text) is not None


def _pieces(part: str, one: Scored) -> list[str]:
    """The things that a conclusion lists, each for itself: one that did not stand leaves the others."""
    concluding = one.remark.by_chair is not False and one.cited >= CONCLUDING and not one.remark.question
    return [piece for piece in pieces_of(part) if VALUE.search(piece)] if concluding else []


def _day_promised(said: Reported, one: Scored, scored: Sequence[Scored]) -> tuple[str, int] | None:
    """The one day in the answer to a request that names none, and the utterance that gives it."""
    if VALUE.search(said.clause):
        return None
    answer = [s.remark for s in scored if s.remark.turn == one.remark.turn + 1]
    days = [(match[1], remark.utterance_id) for remark in answer for match in PROMISED.finditer(remark.text)]
    return days[0] if len(days) == 1 else None


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


def _is_light(said: Reported, one: Scored, setting: Setting) -> bool:
    """True where the clause is not sure enough to belong: much of what has no figures is talk.

    Where something is to be decided, what others than the chair tell is mostly argument, and what was once
    all the more.
    """
    value = VALUE.search(said.clause) is not None or any(c.isdigit() for c in said.clause)
    perhaps = one.remark.by_chair is None and not commits(one.remark)
    argues = (one.remark.by_chair is False or perhaps) and setting.deciding and said.form is not Form.TO
    if argues and (ONCE.search(said.clause) or NOTHING.search(said.clause)):
        return True
    sure = one.stated >= TELLING and one.cited >= WEIGHTY and DICTATED.match(one.remark.text)
    if (argues or one.remark.by_chair is False) and said.form is Form.THAT and not value and not sure:
        return True
    if one.remark.by_chair is False and setting.deciding and one.cited < WEIGHTY:
        return True
    if one.remark.by_chair is True and said.form is Form.OWN:
        return False  # the chair says who does what
    least = OF_OTHERS if one.remark.by_chair is False else WITHOUT_FIGURES
    return not value and one.stated < least


def _is_unsaid(said: Reported, one: Scored, setting: Setting) -> bool:
    """True where what the clause speaks of stood in another remark: "det er den 1. december", "kl. 13"."""
    if has_matter(said.clause) or setting.roster.named_in(said.clause):
        return False
    if said.form is Form.FRAGMENT:
        return one.remark.by_chair is False or not setting.deciding
    return ALONE.match(said.clause) is not None and not setting.deciding


def _belongs(
    said: Reported,
    one: Scored,
    scored: Sequence[Scored],
    denied: Mapping[str, int],
    setting: Setting,
    *,
    more: bool,
) -> bool:
    """True where the clause says something of its own that no later word took back."""
    return not (
        (not more and _is_light(said, one, setting))
        or _is_unsaid(said, one, setting)
        or _concludes_before(one, scored)
        or _is_formal(said.clause, setting)
        or is_overtaken(said.clause, one, scored, denied, setting)
    )


def _concludes_before(one: Scored, scored: Sequence[Scored]) -> bool:
    """True where the first turn of a longer talk concludes: that is about the item before."""
    return one.remark.turn == 0 and scored[-1].remark.turn >= LONG_TALK and commits(one.remark)


def _is_formal(clause: str, setting: Setting) -> bool:
    """True where the clause only says that something was decided, and not what."""
    if setting.roster.named_in(clause):
        return False
    words = [w for w in plain(clause.replace(setting.body, "")).split() if len(w) > 4 or w[0].isdigit()]
    content = [w for w in words if not FORMAL.match(w)]
    return not any(w[0].isdigit() for w in content) and len(content) < 2


def _without_repeats(facts: Iterable[Fact]) -> list[Fact]:
    kept: list[Fact] = []
    for fact in facts:
        mine = content(fact.reported.clause)
        kept = [k for k in kept if not content(k.reported.clause) <= mine]
        if not any(mine <= content(k.reported.clause) for k in kept):
            kept.append(fact)
    return kept


def absent_people(
    scored: Sequence[Scored], known: Mapping[str, Participant], setting: Setting
) -> list[tuple[str, Participant, int]]:
    """Who took no part: the fact formula's name, the person and the utterance, each person once.

    Why somebody left the room weighs more than that they did.
    """
    found: dict[str, tuple[str, Participant, int]] = {}
    for one in scored:
        text = one.remark.text.casefold()
        kind = _absence(text)
        if kind is None or one.remark.question or one.cited < CITED / 2 or " ikke inhabil" in text:
            continue
        people = setting.roster.named_in(one.remark.text)
        if not people and kind != "absent" and text.startswith(("jeg ", "så jeg", "ja, jeg", "så går jeg")):
            speaker = known.get(one.remark.speaker) if one.remark.speaker else None
            people = (speaker,) if speaker else ()
        if len(people) == 1 and found.get(people[0].name, ("left",))[0] == "left":
            found[people[0].name] = (kind, people[0], one.remark.utterance_id)
    return list(found.values())


def _absence(text: str) -> str | None:
    """The fact formula's name for how the text says that somebody takes no part."""
    if "inhabil" in text:
        return "inhabil"
    if "afbud" in text or "meldt fra" in text:
        return "absent"
    return "left" if LEAVES.search(text) else None


def joined(clauses: Sequence[str]) -> str:
    """Makes "at A, at B, og at C"."""
    parts = [f"at {clause}" for clause in clauses]
    if len(parts) == 1:
        return parts[0]
    return ", ".join(parts[:-1]) + ", og " + parts[-1]


def in_a_row(things: Sequence[str]) -> str:
    """Makes "A, B og C"."""
    return " og ".join(filter(None, (", ".join(things[:-1]), things[-1])))
