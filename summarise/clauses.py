"""The indstilling's clauses: what each asks for, and how the body's decision on it is worded."""

from __future__ import annotations

import re

from minutes.agenda import AgendaItem, Clause
from minutes.draft import ClauseAnswer
from minutes.vocabulary import ClauseOutcome
from summarise.acts import Act
from summarise.formulas import formula

KINDS: tuple[tuple[Act, re.Pattern[str]], ...] = (
    (Act.NOTED, re.compile(r"til efterretning")),
    (Act.RESPONDED, re.compile(r"høringssvar|afgiver? (?:\w+ )?svar|udtalelse")),
    (Act.HEARING, re.compile(r"(?:send|udsend|fremlæg)\w*\b.*\bhøring")),
    (Act.RECOMMENDED, re.compile(r"\banbefal|\bindstill(?:es|er)\b|over for \w+ anbefaler")),
    (Act.ELECTED, re.compile(r"\b(?:vælge[rs]?|udpege[rs]?|valg af|udvælges)\b")),
    (Act.DISCUSSED, re.compile(r"\bdrøfte|\bevaluere[rs]\b|\binput\b")),
)
PASSIVE = re.compile(
    r"^(?P<what>.+?) (?:godkendes|vedtages|tiltrædes)(?P<rest>(?: (?:med|i|for|som|til|på|pr\.) .+)?)$"
)
NOTED = re.compile(r"^(?P<what>.+?) (?:drøftes og )?tages til efterretning$")
DISCUSSED = re.compile(r"^(?P<what>.+?) (?:drøftes|evalueres)\b.*$")
SUBJECT = re.compile(r"^(?:udvalget|byrådet|direktionen|\w+rådet|\w+udvalget|\w+bestyrelsen|\w+forum) (?P<rest>.+)$", re.I)
OUTCOMES = {
    Act.APPROVED: ClauseOutcome.ADOPTED,
    Act.RECOMMENDED: ClauseOutcome.ADOPTED,
    Act.HEARING: ClauseOutcome.ADOPTED,
    Act.ELECTED: ClauseOutcome.ADOPTED,
    Act.RESPONDED: ClauseOutcome.ADOPTED,
    Act.NOTED: ClauseOutcome.NOTED,
    Act.DISCUSSED: ClauseOutcome.DISCUSSED,
    Act.POSTPONED: ClauseOutcome.POSTPONED,
    Act.REJECTED: ClauseOutcome.REJECTED,
}


def kind_of(clause: str) -> Act:
    """What the clause asks the body to do."""
    text = clause.casefold()
    return next((kind for kind, pattern in KINDS if pattern.search(text)), Act.APPROVED)


def body_of(clause: Clause) -> str:
    """The clause without "at" and its full stop."""
    return re.sub(r"^at\s+", "", clause.text.strip(), flags=re.I).rstrip(" .;,")


def topic_of(item: AgendaItem) -> str:
    """The item in a few words, from its title, for the middle of a sentence."""
    title = re.sub(r"^(?:godkendelse|orientering|drøftelse|behandling|beslutning|status) (?:af|om|på|vedr\.?) ", "",
                   item.title.strip().rstrip("."), flags=re.I)
    return f"sagen om {title[:1].lower() + title[1:] if not title[:2].isupper() else title}"


def decision_of(item: AgendaItem, family: Act, body: str, topic: str, amended: bool) -> list[str]:
    """The sentences that answer the item's clauses of one family; the item as a whole where none fits."""
    clauses = [body_of(c) for c in item.clauses if kind_of(c.text) is family or family is Act.POSTPONED]
    if family is Act.NOTED:
        match = next((m for c in clauses if (m := NOTED.match(c))), None)
        return [formula("decision", "noted", body=body, what=match["what"] if match else "orienteringen")]
    if family is Act.DISCUSSED:
        match = next((m for c in clauses if (m := DISCUSSED.match(c))), None)
        return [formula("decision", "discussed", body=body, what=match["what"] if match else topic)]
    if family is Act.APPROVED and not amended and clauses:
        return _approved(clauses, body)
    name = {
        Act.APPROVED: "approved_amended" if amended else "approved_item",
        Act.POSTPONED: "postponed",
        Act.REJECTED: "rejected",
        Act.RECOMMENDED: "recommended",
        Act.HEARING: "hearing",
        Act.ELECTED: "elected",
        Act.RESPONDED: "responded",
        Act.INFORMED: "informed",
    }[family]
    return [formula("decision", name, body=body, topic=topic)]


def _approved(clauses: list[str], body: str) -> list[str]:
    sentences = []
    for clause in clauses:
        match = PASSIVE.match(clause)
        if match:
            text = formula("decision", "approved", body=body, what=match["what"] + match["rest"])
        else:
            text = formula("decision", "approved_that", body=body, what=clause)
        sentences.append(text)
    return sentences


def answers(item: AgendaItem, families: tuple[Act, ...], amended: bool, closing: tuple[int, ...]) -> tuple[ClauseAnswer, ...]:
    """How each clause was answered: by its own kind where that family was heard, else by the only one."""
    found = []
    for clause in item.clauses:
        kind = kind_of(clause.text)
        family = kind if kind in families else (families[0] if families else None)
        outcome = OUTCOMES.get(family, ClauseOutcome.UNRESOLVED) if family else ClauseOutcome.UNRESOLVED
        if outcome is ClauseOutcome.ADOPTED and amended:
            outcome = ClauseOutcome.AMENDED
        found.append(ClauseAnswer(clause=clause.number, outcome=outcome, sentences=closing))
    return tuple(found)
