"""From facts and a verdict to the sentences of a beslutning, in the house's order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from minutes.agenda import AgendaItem, Clause, Participant
from minutes.draft import Evidence, Sentence
from summarise.acts import Act, acts_in, plain
from summarise.clauses import NOTED, PASSIVE, body_of, discussed_what, kind_of, receiver_of, topic_of
from summarise.commitments import CHANGE, commits
from summarise.findings import VOTE, Fact, absent_people, facts_of, joined, vote_of
from summarise.formulas import formula
from summarise.reported import Form, Setting
from summarise.roles import as_subject
from summarise.salience import Scored

CITED, CERTAIN = 0.45, 0.75
REPEATED = 0.6
PAST: Mapping[str, tuple[str, Act]] = {
    "udsætte": ("udsatte", Act.POSTPONED),
    "godkende": ("godkendte", Act.APPROVED),
    "vedtage": ("vedtog", Act.APPROVED),
    "bevilge": ("bevilgede", Act.APPROVED),
    "anbefale": ("anbefaler", Act.RECOMMENDED),
    "sende": ("sendte", Act.HEARING),
    "afvise": ("afviste", Act.REJECTED),
}
"""A decision said as one ("så udsætter vi …") -> its verb in the minutes, and its family."""
DATE_ONLY = re.compile(
    r"^(?:(?:man|tirs|ons|tors|fre|lør|søn)dag )?den \d{1,2}\.?(?: [a-zæøå]+)?(?: \d{4})?(?: kl\. [\d.]+)?$"
)
COUNT = re.compile(r"^(?:\d+|en|to|tre|fire|fem) (?:stem|for\b|imod\b|undlo)", re.I)
UNTIL = re.compile(
    r"til (?:(?:mødet|møde|udvalgsmødet|næste møde) )?(?:den )?\d{1,2}\. [a-zæøå]+(?: \d{4})?|til næste møde"
)
BACK_TO = re.compile(r"tilbage (til \w+(?:en|et|ne|erne)\b)")
PUT_OFF = re.compile(r"\b(?:uds[æa]t\w*|udsk\w*|venter|flytter|tages?|tager|kommer|igen)\b")
WITHDRAWN = re.compile(r"\b(?:udgår|udgik|af dagsordenen|trukket|trækkes?|tages? af)\b")
RETURNED = re.compile(r"\bsend\w* (?:\w+ ){0,4}tilbage|\bryger tilbage|\bhjem igen")
UNDECIDED = re.compile(
    r"\b(?:ikke (?:besluttet|vedtaget|truffet)|beslutter (?:vi )?(?:ikke|ingenting|intet))\b"
)


DECIDES = re.compile(
    r"\b(?:er|bliver|blev|hermed|dermed) (?:\w+ ){0,2}?(?:godkendt|vedtaget|udsat|afvist|anbefalet|"
    r"valgt|faldet|forkastet|drøftet)\b|"
    r"\banbefaler\b|\bstem(?:te|mer)\b|\bundlod\b|\bundlader\b|\binhabil"
)
"""A clause that decides by itself stands by itself: "godkendte, at … er godkendt" says it twice."""


@dataclass(slots=True, kw_only=True)
class Composition:
    """The sentences as they are put together; `closing` holds the places of those that decide."""

    body: str
    sentences: list[Sentence] = field(default_factory=list)
    closing: list[int] = field(default_factory=list)

    def add(self, text: str, utterance_ids: Iterable[int], quote: str = "", *, decides: bool = False) -> None:
        """Append a sentence that rests on utterances."""
        text = text[:1].upper() + text[1:]
        text = re.sub(r"\.\.+$", ".", text)
        evidence = Evidence(utterance_ids=tuple(sorted(set(utterance_ids))), quote=quote)
        if decides:
            text = self._again(text)
            self.closing.append(len(self.sentences))
        self.sentences.append(Sentence(text=text, evidence=(evidence,)))

    def _again(self, text: str) -> str:
        """The second decision in a row begins with "Videre": "Videre godkendte Udvalget …"."""
        last = self.closing[-1:] == [len(self.sentences) - 1] and self.sentences[-1].text
        verb = re.match(rf"{re.escape(self.body)} (\w+)(.*)$", text, re.S)
        if not last or not verb or not last.startswith((self.body, "Videre")):
            return text
        return f"Videre {verb[1]} {self.body}{verb[2]}"


def compose(
    item: AgendaItem,
    scored: Sequence[Scored],
    families: Sequence[Act],
    unchanged: Mapping[int, bool],
    known: Mapping[str, Participant],
    setting: Setting,
) -> Composition:
    """All sentences of the beslutning: who was absent, what was told, agreed and decided.

    Args:
        item: the agenda item.
        scored: its remarks.
        families: the families of decision that were heard, in printing order.
        unchanged: clause number -> the clause was adopted as it stands.
        known: speaker label -> person.
        setting: the meeting's names.
    """
    out = Composition(body=setting.body)
    for kind, person, utterance_id in absent_people(scored, known, setting):
        out.add(formula("fact", kind, who=person.name), (utterance_id,))
    facts = facts_of(scored, known, setting)
    if tuple(families) == (Act.POSTPONED,):
        facts = _until_put_off(facts, scored)
    decided = _decided(facts, families)
    details = [
        f for f in facts if Act.APPROVED in families and f.reported.form is Form.FRAGMENT and not f.told
    ]
    details = [] if decided else [f for f in details if not DATE_ONLY.match(f.reported.clause)]
    worded = {fact: family for fact in facts if (family := _worded(fact, families)) is not None}
    _tell([fact for fact in facts if fact not in decided and fact not in details and fact not in worded], out)
    _Closing(item, scored, families, unchanged, setting, out, decided, details, worded).write()
    return out


def _until_put_off(facts: Sequence[Fact], scored: Sequence[Scored]) -> tuple[Fact, ...]:
    """The facts up to the turn after the one that puts the item off: later talk is about something else."""
    turns = [
        s.remark.turn
        for s in scored
        if s.cited >= CITED and any(h.act is Act.POSTPONED and not h.negated for h in acts_in(s.remark.text))
    ]
    last = max(turns, default=scored[-1].remark.turn)
    return tuple(f for f in facts if f.scored.remark.turn <= last + 1 or commits(f.scored.remark))


def _worded(fact: Fact, families: Sequence[Act]) -> Act | None:
    """The family that the fact itself words as a decision: "udsætte punktet til …"."""
    verb, _, rest = fact.reported.clause.partition(" ")
    if fact.reported.form is not Form.TO or fact.told or len(rest.split()) < 2:
        return None
    family = PAST.get(verb.casefold(), ("", None))[1]
    if verb.casefold() == "sende" and "høring" not in rest:
        return None
    return family if family in families else None


def _decided(facts: Sequence[Fact], families: Sequence[Act]) -> list[Fact]:
    """The facts that are part of the decision: "that" clauses of the chair, or of anybody without labels."""
    if not set(families) & {
        Act.APPROVED,
        Act.RECOMMENDED,
        Act.HEARING,
        Act.REJECTED,
        Act.ELECTED,
        Act.POSTPONED,
    }:
        return []
    return [
        fact
        for fact in facts
        if fact.reported.form is Form.THAT
        and (fact.scored.remark.by_chair or (not fact.told and commits(fact.scored.remark)))
        and not DECIDES.search(fact.reported.clause)
    ]


def _tell(facts: Sequence[Fact], out: Composition) -> None:
    """Information and agreements, in the order said; neighbours with the same lead share a sentence."""
    kept = [
        fact
        for fact in facts
        if not VOTE.search(fact.scored.remark.text) and not COUNT.match(fact.reported.clause)
    ]
    for lead, group in groupby(kept, key=_lead):
        together = list(group)
        if lead is None:
            for fact in together:
                out.add(_alone(fact), (fact.scored.remark.utterance_id,), fact.scored.remark.text)
            continue
        ids = [fact.scored.remark.utterance_id for fact in together]
        clauses = joined([fact.reported.clause for fact in together])
        name, who = lead
        out.add(formula("fact", name, who=who, clauses=clauses), ids, together[0].scored.remark.text)


def _lead(fact: Fact) -> tuple[str, str] | None:
    """The formula that may take several clauses, and who speaks in it."""
    if fact.reported.form is Form.TO:
        return "agreed_to", ""
    if fact.reported.form is not Form.THAT or (DECIDES.search(fact.reported.clause) and not fact.told):
        return None
    if fact.speaker is not None and fact.told:
        return "told_by", as_subject(fact.speaker)
    return "told_that", ""


def _alone(fact: Fact) -> str:
    clause = fact.reported.clause
    if fact.reported.form is not Form.FRAGMENT:
        return f"{clause}."
    if DATE_ONLY.match(clause):
        return formula("fact", "date", clause=clause)
    return formula("fact", "told" if fact.told else "agreed", clause=clause)


def _repeats(said: str, printed: str) -> bool:
    """True where most of what was said stands in the clause already."""
    mine = {word[:6] for word in plain(said).split() if len(word) > 3}
    return bool(mine) and len(mine & {word[:6] for word in plain(printed).split()}) >= REPEATED * len(mine)


class _Closing:
    """The formal formulas that answer the item, each with all that carries the decision as its source."""

    def __init__(
        self,
        item: AgendaItem,
        scored: Sequence[Scored],
        families: Sequence[Act],
        unchanged: Mapping[int, bool],
        setting: Setting,
        out: Composition,
        decided: Sequence[Fact],
        details: Sequence[Fact],
        worded: Mapping[Fact, Act],
    ) -> None:
        self.worded = worded
        self.details = "; ".join(fact.reported.clause for fact in details)
        self.item, self.families, self.unchanged, self.out = item, families, unchanged, out
        self.body, self.topic, self.decided = setting.body, topic_of(item), list(decided)
        strong = [s for s in scored if s.cited >= CITED] or [max(scored, key=lambda s: s.cited)]
        self.strong = strong
        sure = [s for s in strong if commits(s.remark) or s.cited >= CERTAIN] or strong[-1:]
        self.sources = tuple(sorted({s.remark.utterance_id for s in sure}))
        self.heard = " ".join(s.remark.text for s in strong)
        self.quote = max(scored, key=lambda s: s.cited).remark.text
        self.how = " enstemmigt" if re.search(r"\benstemmig|\bet enigt\b", self.heard, re.I) else ""
        self.vote = vote_of(scored)

    def write(self) -> None:
        """All families, in printing order; then the count of votes."""
        steps = {
            Act.REJECTED: self._rejected,
            Act.POSTPONED: self._postponed,
            Act.ELECTED: self._elected,
            Act.RECOMMENDED: self._recommended,
            Act.HEARING: self._hearing,
            Act.APPROVED: self._approved,
            Act.RESPONDED: self._responded,
            Act.DISCUSSED: self._discussed,
            Act.NOTED: self._noted,
            Act.INFORMED: self._informed,
        }
        for family, step in steps.items():
            if family in self.families and not self._in_their_words(family):
                step()
        if self.vote:
            self.out.add(formula("fact", "vote", yes=self.vote[0], no=self.vote[1]), (self.vote[2],))

    def _in_their_words(self, family: Act) -> bool:
        """Say the decision as the chair said it, where it was said as one; True if that is all of it."""
        if family is Act.APPROVED and self.item.clauses and all(self.unchanged.values()):
            return False  # the clauses' own words say it better
        mine = [fact for fact, of in self.worded.items() if of is family]
        for fact in mine:
            verb, _, rest = fact.reported.clause.partition(" ")
            rest = re.sub(r"^(?:den|det|dem)\b(?! \w+e\b)", "sagen", rest)
            remark = fact.scored.remark
            text = f"{self.body} {PAST[verb.casefold()][0]} {rest}."
            self.out.add(text, {*self.sources, remark.utterance_id}, remark.text, decides=True)
        return bool(mine) and not (family is Act.APPROVED and any(self.unchanged.values()))

    def _say(self, name: str, **slots: str) -> None:
        text = formula("decision", name, body=self.body, topic=self.topic, how=self.how, **slots)
        self.out.add(text, self._cited(), self.quote, decides=True)

    def _cited(self) -> tuple[int, ...]:
        return self.sources

    def _saying(self, act: Act) -> tuple[int, ...]:
        """The utterances that say the act itself; all that carry the decision where none does."""
        ids = {
            s.remark.utterance_id
            for s in self.strong
            if any(h.act is act and not h.negated for h in acts_in(s.remark.text))
        }
        return tuple(sorted(ids)) or self.sources

    def _take(self) -> list[str]:
        clauses = [fact.reported.clause for fact in self.decided]
        self.decided = []
        return clauses

    def _approved(self) -> None:
        mine = [c for c in self.item.clauses if kind_of(c.text) in (Act.APPROVED, Act.ELECTED, Act.HEARING)]
        whole = [c for c in mine if self.unchanged.get(c.number)]
        said = self._take()
        changed = [c for c in mine if c not in whole]
        if said and len(changed) == 1 and self._plain_thing(changed[0]):
            self._say("approved_changed", what=self._thing(changed[0]) or "", clauses=joined(said))
            said = []
        self._whole(whole)
        said = [clause for clause in said if not any(_repeats(clause, c.text) for c in whole)]
        if said:
            self._say("approved_that", clauses=joined(said))
        elif not whole and not self.out.closing:
            thing = next((self._thing(c) for c in changed if self._plain_thing(c)), None) or self.topic
            amended = changed and self.out.sentences and CHANGE.search(plain(self.heard))
            if self.details:
                self._say("approved_with", what=thing, details=self.details)
            else:
                self._say("approved_thing" if amended else "approved", what=thing)
        elif self.details:
            self.out.add(formula("fact", "agreed", clause=self.details), self.sources, self.quote)

    def _plain_thing(self, clause: Clause) -> bool:
        thing = self._thing(clause)
        return thing is not None and not re.search(r"\d", thing)

    def _thing(self, clause: Clause) -> str | None:
        match = PASSIVE.match(body_of(clause))
        return match["what"] + match["rest"] if match else None

    def _whole(self, clauses: Sequence[Clause]) -> None:
        """Clauses adopted as they stand: a thing in a sentence of its own, all others in one."""
        for clause in clauses:
            if thing := self._thing(clause):
                self._say("approved", what=thing)
        rest = [body_of(clause) for clause in clauses if not self._thing(clause)]
        if rest:
            self._say("approved_that", clauses=joined(rest))

    def _recommended(self) -> None:
        said = self._take()
        clauses = [c for c in self.item.clauses if kind_of(c.text) is not Act.NOTED]
        whole = [
            body_of(c)
            for c in clauses
            if self.unchanged.get(c.number) and not c.text.startswith("at udvalget")
        ]
        receiver = receiver_of(self.item, self.body)
        if said or whole:
            self._say("recommended_that", receiver=receiver, clauses=joined([*whole, *said]))
        else:
            self._say("recommended", receiver=receiver)

    def _hearing(self) -> None:
        said = self._take()
        if said and any("i høring" in clause for clause in said):
            self._say("decided", clauses=joined(said))
            return
        sent = (re.match(r"^(?P<what>.+?) sendes i ", body_of(c)) for c in self.item.clauses)
        what = next((m["what"] for m in sent if m), "forslaget")
        self._say("hearing_that", what=what)
        if said:
            self._say("decided", clauses=joined(said))

    def _elected(self) -> None:
        said = self._take()
        if said:
            self._say("elected_that", clauses=" og ".join(re.sub(r"^det er ", "", clause) for clause in said))
        elif not any(re.search(r"\bvalgt\b|\bvælge", s.text) for s in self.out.sentences):
            told = any(
                re.search(r"medlem|suppleant|stedfortræder|udpege", s.text) for s in self.out.sentences
            )
            self._say("elected_above" if told else "elected")

    def _responded(self) -> None:
        self._say("responded")
        said = self._take()
        if said:
            self._say("decided", clauses=joined(said))

    def _rejected(self) -> None:
        partly = Act.APPROVED in self.families or Act.RECOMMENDED in self.families
        self._say("rejected_partly" if partly else "rejected")
        if not partly:
            said = self._take()
            if said:
                self._say("decided", clauses=joined(said))

    def _postponed(self) -> None:
        heard = plain(self.heard)
        if WITHDRAWN.search(heard):
            self._say("withdrawn")
        elif RETURNED.search(heard):
            where = BACK_TO.search(heard)
            self._say("returned", where=f" {where[1]}" if where else "")
        else:
            until = [
                u
                for s in self.strong
                if PUT_OFF.search(plain(s.remark.text))
                for u in UNTIL.findall(s.remark.text)
            ]
            self._say("postponed", until=f" {until[-1]}" if until else "")
        if set(self.families) <= {Act.POSTPONED, Act.DISCUSSED}:
            said = self._take()
            if said:
                self._say("decided", clauses=joined(said))

    def _discussed(self) -> None:
        self._say("discussed", what=discussed_what(self.item))
        if UNDECIDED.search(plain(self.heard)) and Act.APPROVED not in self.families:
            self._say("discussed_only")

    def _noted(self) -> None:
        clauses = [body_of(c) for c in self.item.clauses]
        match = next((m for c in clauses if (m := NOTED.match(c))), None)
        what = match["what"] if match else "orienteringen"
        self.sources = self._saying(Act.NOTED)
        self._say("noted", what=what if not re.search(r"\d", what) else "orienteringen")

    def _informed(self) -> None:
        if not self.out.sentences:
            self._say("informed", what=re.sub(r"^sagen om ", "", self.topic))
