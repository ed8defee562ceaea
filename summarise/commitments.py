"""Which remarks may enter the text, and as what: what commits is an agreement, what informs is told.

A remark is left out rather than stated as something that it was not.
"""

from __future__ import annotations

import re

from minutes.vocabulary import MONTHS
from summarise.acts import Act, acts_in
from summarise.reported import Form, Reported
from summarise.salience import Scored
from summarise.spoken import CORRECTION, LEAD
from summarise.talk import Remark

DECIDING = frozenset(
    {
        Act.APPROVED,
        Act.AGREED,
        Act.POSTPONED,
        Act.RETURNED,
        Act.REJECTED,
        Act.RECOMMENDED,
        Act.FORWARDED,
        Act.HEARING,
        Act.ELECTED,
    }
)
VALUE = re.compile(
    rf"\b(?:i|til|inden|efter) (?:{'|'.join(MONTHS)})\b|\bden \d{{1,2}}\.|"
    rf"\b\d{{1,2}}\. (?:{'|'.join(MONTHS)})\b|\d{{2}}|\d[\d.,]* ?[a-zæøå%]{{2,}}|\bkl\. \d"
)
PRONOUN = re.compile(
    r"^(?:det|den|de|dem|dette|disse|han|hun|man|sådan|så|den slags|alle|ingen|begge)\b", re.I
)
"""A clause that begins so says little by itself: what it speaks of stood in another remark."""
UNNAMED = re.compile(r"^\w+ (?:det|den|dem)\b(?! (?:\w+e\b|\d))|\b(?:til|om|med|på) (?:det|den|dem)$", re.I)
"""An infinitive whose object is a pronoun: what it means stood in another remark."""
THEY = re.compile(r"^(?:de|han|hun) \w+(?:r|s)\b")
"""A person or several of whom only another remark tells who they are."""
NAMED_LEAD = re.compile(r"^[A-ZÆØÅ][^\W\d]+(?: \S+){0,5}? [a-zæøå]+[rs]\b")
"""A person or an office, and what they do."""
OPINION = re.compile(
    r"\b(?:gerne|savne\w*|håbe\w*|glade?|irriter\w*|vende tilbage til punkt|snakke\w*|spørge\w*|"
    r"vide|forstå\w*|nok|u?rimelig\w*)\b",
    re.I,
)
CHANGE = re.compile(
    r"\b(?:i stedet|ændring\w*|ændrer|rettelse\w*|retter|rettet|tilføj\w*|flytter|bytter|men|kun|"
    r"uden|dog|undtag\w*|skriver vi ind|kommer med|udgår|tager vi med)\b"
)
"""Words by which a meeting adopts something else than what was asked for."""
SURE = 0.3
CERTAIN = 0.4
"""Above this the remark belongs in the text, whoever makes it."""
PLAIN = 0.6
"""The same for half a sentence without a value."""


def commits(remark: Remark) -> bool:
    """True where the remark itself decides: an act of decision, not negated, not doubted, not asked."""
    heard = acts_in(remark.text)
    if remark.question or any(h.act is Act.DOUBT for h in heard):
        return False
    return any(h.act in DECIDING and not h.negated for h in heard)


def corrects(remark: Remark) -> bool:
    """True where the meeting came back to the item to put a value right: its last word holds."""
    if not remark.returned or remark.question:
        return False
    return CORRECTION.search(remark.text) is not None and VALUE.search(remark.text) is not None


def may_be_agreed(said: Reported, one: Scored, *, accepted: bool) -> bool:
    """True where the clause can be printed as agreed or decided.

    It commits, or somebody takes a task on, or the next turn accepts it, or the chair (anybody, where
    speakers are not told apart) concludes with it. A fragment must hold a value.
    """
    remark = one.remark
    if THEY.match(said.clause) or OPINION.search(said.clause) or not _is_sentence(said):
        return False
    vaguely = said.form is Form.TO and UNNAMED.search(said.clause) is not None
    if vaguely and not commits(remark) and (one.stated < CERTAIN or not VALUE.search(said.clause)):
        return False
    if corrects(remark):
        return VALUE.search(said.clause) is not None and not PRONOUN.match(said.clause)
    value = VALUE.search(said.clause) is not None
    vague = PRONOUN.match(said.clause) and (said.form is Form.FRAGMENT or remark.by_chair is None)
    bare = said.form is Form.FRAGMENT and not value and one.stated < PLAIN
    if one.stated >= CERTAIN and (commits(remark) or not vague) and not bare:
        return True
    chairs = remark.by_chair is True or (remark.by_chair is None and value)
    if said.form is Form.FRAGMENT:
        return value and (chairs or accepted)
    if PRONOUN.match(said.clause):
        return (remark.by_chair is True or (value and commits(remark))) and one.stated >= SURE
    return commits(remark) or said.form is Form.TO or accepted or chairs


def _is_sentence(said: Reported) -> bool:
    """False for what would stand alone without a subject and its verb at the head: "1. december, hvis …"."""
    return said.form is not Form.OWN or any(p.match(said.clause) for p in (LEAD, NAMED_LEAD))


def may_be_told(said: Reported, one: Scored) -> bool:
    """True where the clause can be printed as information: a whole sentence that says what it speaks of."""
    if said.form not in (Form.THAT, Form.OWN) or not _is_sentence(said):
        return False
    if THEY.match(said.clause) or OPINION.search(said.clause):
        return False
    if one.stated >= CERTAIN:
        return True
    if PRONOUN.match(said.clause):
        return VALUE.search(said.clause) is not None and one.stated >= SURE
    return VALUE.search(said.clause) is not None or one.stated >= SURE
