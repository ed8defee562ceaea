"""The formal part of a beslutning: what was decided, in the house's formulas."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from minutes.agenda import AgendaItem, Clause
from summarise.acts import Act, acts_in, plain
from summarise.ballots import Ballot
from summarise.clauses import NOTED, PASSIVE, body_of, discussed_what, kind_of, receiver_of, topic_of
from summarise.commitments import CHANGE, commits
from summarise.composition import Composition
from summarise.findings import Fact, joined
from summarise.formulas import formula, house_formula
from summarise.last_word import has_matter
from summarise.moved_meetings import is_moved
from summarise.overtaken import given_up
from summarise.reported import Setting
from summarise.salience import Scored

CITED, CERTAIN = 0.45, 0.75
REPEATED = 0.6
TITLE_STEM = 6
"""Letters by which a word of the title is known in the text."""
PAST: Mapping[str, tuple[str, Act]] = {
    "udsætte": ("udsatte", Act.POSTPONED),
    "godkende": ("godkendte", Act.APPROVED),
    "vedtage": ("vedtog", Act.APPROVED),
    "bevilge": ("bevilgede", Act.APPROVED),
    "anbefale": ("anbefaler", Act.RECOMMENDED),
    "sende": ("sendte", Act.HEARING),
    "afvise": ("afviste", Act.REJECTED),
    "oversende": ("besluttede at oversende", Act.FORWARDED),
}
"""A decision said as one ("så udsætter vi …") -> its verb in the minutes, and its family."""
UNTIL = re.compile(
    r"til (?:(?:mødet|møde|udvalgsmødet|næste møde) )?(?:den )?\d{1,2}\. [a-zæøå]+(?: \d{4})?|til næste møde"
)
BACK_TO = re.compile(r"tilbage (til \w+(?:en|et|ne|erne)\b)")
PUT_OFF = re.compile(r"\b(?:uds[æa]t\w*|udsk\w*|venter|flytter|tages?|tager|kommer|igen)\b")
WITHDRAWN = re.compile(r"\b(?:udgår|udgik|af dagsordenen|trukket|trækkes?|tages? af)\b")
RETURNED = re.compile(r"\bsend\w* (?:\w+ ){0,4}tilbage|\bryger tilbage|\bhjem igen")
UNANIMOUS = re.compile(r"\benstemmig|\bet enigt\b", re.I)
NOT_UNANIMOUS = re.compile(r"\b(?:ikke|uden) (?:\w+ )?(?:enstemmig|et enigt)", re.I)
UNDECIDED = re.compile(
    r"\b(?:ikke (?:besluttet|vedtaget|truffet)|beslutter (?:vi )?(?:ikke|ingenting|intet))\b"
)


def _repeats(said: str, printed: str) -> bool:
    """True where most of what was said stands in the clause already."""
    mine = {word[:6] for word in plain(said).split() if len(word) > 3}
    return bool(mine) and len(mine & {word[:6] for word in plain(printed).split()}) >= REPEATED * len(mine)


class Closing:
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
        ballots: Sequence[Ballot],
    ) -> None:
        self.worded, self.moved = worded, setting.moved
        self.details = "; ".join(fact.reported.clause for fact in details)
        self.item, self.families, self.unchanged, self.out = item, families, unchanged, out
        self.body, self.topic, self.decided = setting.body, topic_of(item), list(decided)
        strong = [s for s in scored if s.cited >= CITED] or [max(scored, key=lambda s: s.cited)]
        self.strong = strong
        sure = [s for s in strong if commits(s.remark) or s.cited >= CERTAIN] or strong[-1:]
        self.sources = tuple(sorted({s.remark.utterance_id for s in sure}))
        self.heard = " ".join(s.remark.text for s in strong)
        self.quote = max(scored, key=lambda s: s.cited).remark.text
        self.how = " enstemmigt" if self._is_unanimous(ballots) else ""
        self.ballots = ballots
        self.talk, self.wording = setting.talk, setting.wording

    def write(self) -> None:
        """All families, in printing order; what else was decided; then the counts of votes."""
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
            Act.FORWARDED: self._forwarded,
        }
        for family, step in steps.items():
            if family in self.families and not self._in_their_words(family):
                step()
        if self.decided:
            self.out.add(
                formula("fact", "agreed_that", clauses=joined(self._take())), self.sources, self.quote
            )
        self._name_item()
        for ballot in self.ballots:
            self._vote(ballot)

    def _name_item(self) -> None:
        """Say what the decision is about where no word of the item's title stands in the text."""
        title = {word for word in plain(self.item.title).split() if has_matter(word)}
        text = plain(self.out.text)
        if not title or any(word[:TITLE_STEM] in text for word in title):
            return
        decides = re.compile(
            rf"^({re.escape(self.body)} (?:besluttede|godkendte|anbefaler(?: [A-ZÆØÅ]\w+)?)(?: enstemmigt)?)"
            rf"(?=,? at )"
        )
        self.out.reword_decision(lambda text: decides.sub(lambda m: f"{m[1]} i {self.topic}", text))

    def _is_unanimous(self, ballots: Sequence[Ballot]) -> bool:
        """True where somebody says so, not denied, and nobody voted against what was adopted."""
        said = UNANIMOUS.search(self.heard) and not NOT_UNANIMOUS.search(self.heard)
        return bool(said) and not any(0 < ballot.no.count < ballot.yes.count for ballot in ballots)

    def _vote(self, ballot: Ballot) -> None:
        """The counts; what fell beside another decision was a proposal of its own."""
        beside = ballot.fell and (Act.REJECTED not in self.families or ballot is not self.ballots[-1])
        abstained = formula("fact", "abstained", count=ballot.abstained) if ballot.abstained else ""
        text = formula("fact", "vote_fell" if beside else "vote", yes=ballot.yes.text, no=ballot.no.text)
        self.out.add(f"{text} {abstained}".strip(), ballot.utterance_ids)

    def _in_their_words(self, family: Act) -> bool:
        """Say the decision as the chair said it, where it was said as one; True if that is all of it."""
        if family is Act.APPROVED and self.item.clauses and all(self.unchanged.values()):
            return False  # the clauses' own words say it better
        mine = [fact for fact, of in self.worded.items() if of is family]
        for fact in mine:
            verb, _, rest = fact.reported.clause.partition(" ")
            rest = re.sub(r"^(?:den|det|dem|sagen)\b(?! \w+e\b| om\b)", self.topic, rest)
            remark = fact.scored.remark
            text = f"{self.body} {PAST[verb.casefold()][0]} {rest}."
            self.out.add(text, {*self.sources, remark.utterance_id}, remark.text, decides=True)
        return bool(mine) and not (family is Act.APPROVED and any(self.unchanged.values()))

    def _say(self, name: str, **slots: str) -> None:
        slots |= {"body": self.body, "topic": self.topic, "how": self.how}
        house = self.wording.get(name)
        text = formula("decision", name, **slots) if house is None else house_formula(house, **slots)
        self.out.add(text, self.sources, self.quote, decides=True)

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

    def _decided_too(self) -> None:
        """What the chair said of it, as a decision of its own."""
        said = self._take()
        if said:
            self._say("decided", clauses=joined(said))

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
        elif not whole and (not self.out.closing or Act.REJECTED in self.families):
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
        if any("i høring" in fact.reported.clause for fact in self.decided):
            self._decided_too()
            return
        sent = (re.match(r"^(?P<what>.+?) sendes i ", body_of(c)) for c in self.item.clauses)
        what = next((m["what"] for m in sent if m), "forslaget")
        self._say("hearing_that", what=what)
        self._decided_too()

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
        self._decided_too()

    def _rejected(self) -> None:
        partly = Act.APPROVED in self.families or Act.RECOMMENDED in self.families
        self._say("rejected_partly" if partly else "rejected")
        if not partly:
            self._decided_too()

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
                if not is_moved(f"mødet {u}", self.moved) and not self._given_up(u, s)
            ]
            self._say("postponed", until=f" {until[-1]}" if until else "")
        if set(self.families) <= {Act.POSTPONED, Act.DISCUSSED}:
            self._decided_too()

    def _given_up(self, text: str, one: Scored) -> bool:
        after = [u for u in self.talk if u.id >= one.remark.utterance_id]
        return given_up(text, self.item.title, after)

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

    def _forwarded(self) -> None:
        said = self._take()
        if said:
            self._say("decided", clauses=joined(said))
        else:
            self._say("forwarded")

    def _informed(self) -> None:
        if not self.out.sentences:
            self._say("informed", what=re.sub(r"^sagen om ", "", self.topic))
