"""A spoken remark as reported speech: third person, no fillers, or nothing where that is not safe."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from minutes.agenda import Participant
from summarise.roles import Roster, as_subject

OPENER = (
    r"så|og|men|godt|okay|ok|ja|jo|nej|altså|fint|tak|øh+m?|jamen|nå|for|super|perfekt|præcis|selvfølgelig|enig|"
    r"hov|klart|rigtigt|flot|glimrende|udmærket|desuden|derfor"
)
LEADING = re.compile(rf"^(?:(?:{OPENER})\b[ ,.!:–-]*)+", re.I)
FILLERS = re.compile(
    r",?\s*\b(?:øh+m?|altså|ligesom|egentlig|faktisk|jo|lige|sgu|vel|da|så at sige|sådan set|vist)\b(?: ,|,(?= ))?",
    re.I,
)
SAYING = re.compile(
    r"^(?:så )?(?:siger vi(?: det sådan)?|vi siger|lad os sige|(?:er )?vi (?:er )?enige om|"
    r"vi gør det sådan|det bliver sådan|jeg konkluderer|det betyder)\b[,:]?\s*(?:at )?",
    re.I,
)
INSTEAD = re.compile(
    r",?\s*\b(?:og )?(?:i stedet for|frem for|ikke længere|og ikke|ikke (?=(?:den |kl\. )?\d))(?:[^,.;]|(?<=\d)\.|(?<=\d),(?=\d))*",
    re.I,
)
DEICTIC = re.compile(
    r"\s*\b(?:i dag|i morgen|i aften|i eftermiddag|i formiddag|nu her|lige nu|i går)\b", re.I
)
UNSAFE = re.compile(
    r"\b(?:du|dig|din|dit|dine|mig|min|mit|mine|han|hun|ham|hende|hans|hendes|tak|undskyld|synes|syntes|tror|måske|"
    r"håber|gider|ved ikke|kunne|ville|burde|hvad|hvem|hvornår|hvorfor|var det|ikke også|vil gerne|ingen imod|"
    r"haha|ork|sjov|spøg|referatet at|her|sådan noget|ser (?:jeg )?(?:ingen|ikke)|hører (?:jeg )?(?:ingen|ikke)|"
    r"konstaterer|spørger|enig med|godmorgen|velkommen|for min skyld|mener|vær|lad|husk|ærlig\w*|desværre|"
    r"det lyder|gud|fandt|forbandet\w*|grine\w*|komisk|tosset|skørt?)\b",
    re.I,
)
SUBORDINATE = re.compile(
    r"^(?:fordi|hvis|når|da|som|ellers|medmindre|selvom|at|end|ikke|heller|bare|så længe)\b", re.I
)
NEXT_ITEM = re.compile(
    r"^(?:\W*(?:godt|ja|okay|tak|fint|og|så|nå)\b)*\W*(?:er|har|kommer|tager|mangler|går) (?:vi|der) "
    r"(?:ved|til|også|nu|videre|bare|\d|punkt|næste|så )|"
    r"\bså er der (?:referatet|punkt)|\bkommer vi til\b|\bses vi\b|\bvi ses\b|\bnæste punkt\b",
    re.I,
)
CPR = re.compile(r"\b\d{6}[- ]?\d{4}\b")
FINITE = (
    "er|bliver|skal|kan|vil|har|får|går|kommer|sender|står|holder|gælder|skriver|laver|koster|udgør|må|tager|giver|"
    "begynder|starter|slutter|ligger|flyttes|sendes|holdes|deltager|fortsætter|sørger|undersøger|indkalder|åbner|"
    "lukker|udsender|behandles|fremlægger|forelægger|bevares|betaler|dækker|finansieres|rykkes|rykker|forelægges|"
    "evalueres|udgår|udsættes|stemte|stemmer|ønsker|støtter|følger|henter|melder|indvies|viser|regner|forventer|"
    "var|kom|blev|havde|bidrager|indgår|finder|hjælper|tegner|afholdes|gives|sættes|ændres|rettes|tages|laves"
)
WORDS = r"[\w.,:%&/§'-]+"
NOUNS = r"[\w.:%&/§'-]*(?:\d,\d+|[\w%])"
SUBJECT_FIRST = re.compile(rf"^(?:{NOUNS} ){{1,9}}?(?P<verb>{FINITE})\b", re.I)
NOT_SUBJECT = re.compile(
    r"^(?:den \d+|mandag|tirsdag|onsdag|torsdag|fredag|lørdag|søndag|i|på|til|fra|med|for|om|efter|ved|inden|senest|"
    r"ellers|dermed|derefter|herefter|samtidig|hvis|når|da|fordi|at|først|bagefter|nu|dér|der(?= (?!er|bliver|skal|kan|vil|har))|både)\b",
    re.I,
)
TOPIC_FIRST = re.compile(rf"^{WORDS}(?: {WORDS}){{0,4}}, (?:den|det|dem|de) ", re.I)
VERB_FIRST = re.compile(
    rf"^(?P<verb>{FINITE}|[^\W\d_]+er)\s+(?P<subject>vi|jeg|der|det|den|de|man)\b(?P<rest>.*)$", re.I
)
VERB_NOUN = re.compile(rf"^(?:{FINITE})\s+\w", re.I)
OBJECT_FIRST = re.compile(
    r"^(?P<object>\S+(?: \S+){0,5}?),? (?P<verb>[^\W\d_]+er|får|går|gør|ser) (?P<who>vi|jeg)\b(?P<rest>.*)$",
    re.I,
)
FIRST_PERSON = re.compile(r"^(?P<who>jeg|vi) (?P<verb>\w+)\b(?P<rest>.*)$", re.I)
INFINITIVES = {
    "er": "være", "har": "have", "gør": "gøre", "ser": "se", "får": "få", "går": "gå", "står": "stå",
    "når": "nå", "beder": "bede", "forstår": "forstå",
}  # fmt: skip
MODALS = {"kan", "skal", "vil", "må", "skulle"}
PARTS = re.compile(r",? (?:og|men) (?=(?:så|vi|jeg) )|,? men (?=(?:der|det|den|de) )|; ", re.I)
LONGEST = 45
SHORTEST = 3


class Form(StrEnum):
    """How a clause fits into a sentence: after "at", after "at" as an infinitive, by itself, or after a colon."""

    THAT = "that"
    TO = "to"
    OWN = "own"
    FRAGMENT = "fragment"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """What was said, in reported form, without a full stop."""

    clause: str
    form: Form


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What the rewriting needs to know: the body as a subject, the people, and words that keep a capital."""

    body: str
    roster: Roster
    proper: frozenset[str]

    def with_capitals(self, text: str) -> str:
        """The text with the capitals of the agenda's and the roster's names."""
        capitals = {word.casefold(): word for word in self.proper}
        return re.sub(r"[^\W\d_]+", lambda m: capitals.get(m.group(), m.group()), text)


def parts_of(text: str) -> list[str]:
    """The main clauses of a sentence that can stand alone, in order."""
    parts = PARTS.split(text)
    marks = text.rstrip()[-1:] if text.rstrip()[-1:] in ".?!" else ""
    return [part if k == len(parts) - 1 else part + marks for k, part in enumerate(parts)]


def reported(
    text: str, setting: Setting, *, speaker: Participant | None, from_chair: bool
) -> Reported | None:
    """One sentence, numbers and dates written, in reported form; None where that is not safe.

    Args:
        text: the sentence as it was said.
        setting: the meeting's names.
        speaker: who says it, where the talk made that known.
        from_chair: the chair says it.
    """
    if "?" in text or CPR.search(text):
        return None
    if NEXT_ITEM.search(text):
        return None
    clause = _bare(text, setting.roster).lstrip(" ,.;:-")
    clause = LEADING.sub("", SAYING.sub("", LEADING.sub("", clause))).strip(" ,.;:-")
    if not clause:
        return None
    clause = re.sub(r"^[^:]{1,40}: (?!\d)", "", clause)
    clause = re.sub(r"[ ,]+(?:så|ja|nej|ikke|okay|altså)[ .!]*$", "", clause, flags=re.I)
    if SUBORDINATE.match(clause) or "..." in clause or "…" in clause:
        return None
    found = _shaped(clause, setting, speaker)
    if found is None:
        return None
    clause, form = found
    clause = _others(clause, from_chair, setting.body)
    if UNSAFE.search(clause) or re.search(r"\b(?:jeg|vi|os|I|jer|jeres|vores)\b", clause):
        return None
    clause = _full_names(setting.with_capitals(clause), setting.roster)
    clause = re.sub(r"\s+([,.])", r"\1", re.sub(r"\s{2,}", " ", clause)).strip(" ,.;:-")
    if not SHORTEST <= len(clause.split()) <= LONGEST:
        return None
    if form in (Form.THAT, Form.FRAGMENT):
        clause = _lower_first(clause, setting)
    return Reported(clause=clause, form=form)


def _bare(text: str, roster: Roster) -> str:
    """Without fillers, deictic words, alternatives that were not chosen, and names called out."""
    text = DEICTIC.sub("", FILLERS.sub("", INSTEAD.sub("", text)))
    parts = [part.strip() for part in re.split(r",(?!\d)", text)]
    kept = [p for p in parts if p and not (len(p.split()) <= 2 and roster.named_in(p) and len(parts) > 1)]
    return ", ".join(kept).strip()


def _shaped(clause: str, setting: Setting, speaker: Participant | None) -> tuple[str, Form] | None:
    """The clause in the order of reported speech, and its form."""
    inverted = VERB_FIRST.match(clause)
    if inverted:
        clause = f"{inverted['subject']} {inverted['verb'].lower()}{inverted['rest']}"
    first = FIRST_PERSON.match(clause)
    if first:
        return _first_person(first, setting, speaker)
    moved = OBJECT_FIRST.match(clause)
    if moved and NOT_SUBJECT.match(clause):
        return clause[:1].upper() + clause[1:], Form.OWN
    if moved and not clause.casefold().startswith(("så", "det ")):
        return _object_first(moved)
    if VERB_NOUN.match(clause):
        return f"Dermed {clause[:1].lower()}{clause[1:]}", Form.OWN
    if SUBJECT_FIRST.match(clause) and not NOT_SUBJECT.match(clause) and not TOPIC_FIRST.match(clause):
        return _not_before_verb(clause), Form.THAT
    if re.search(rf"\b(?:{FINITE})\b", clause):
        return clause[:1].upper() + clause[1:], Form.OWN
    return clause, Form.FRAGMENT


def _not_before_verb(clause: str) -> str:
    """In a clause after "at" the negation stands before the verb."""
    match = SUBJECT_FIRST.match(clause)
    if match and clause[match.end() :].startswith(" ikke "):
        start = match.start("verb")
        return f"{clause[:start]}ikke {clause[start : match.end()]}{clause[match.end() + 5 :]}"
    return clause


def _first_person(
    first: re.Match[str], setting: Setting, speaker: Participant | None
) -> tuple[str, Form] | None:
    verb, rest = first["verb"].casefold(), first["rest"].strip(" ,")
    if verb in {"har", "er", "var", "havde", "kom", "gav", "fik"}:
        return None
    if first["who"].casefold() == "jeg" and speaker is not None:
        if not verb.endswith(("r", "s")) and verb not in MODALS:
            return None
        return f"{as_subject(speaker)} {verb} {rest}", Form.OWN
    if verb in MODALS:
        if (
            not rest
            or re.match(r"(?:ikke|godt|gerne|selv|også)\b", rest)
            or rest.split()[0].endswith(("t", "r"))
        ):
            return None
        return rest, Form.TO
    infinitive = INFINITIVES.get(verb) or (verb[:-1] if verb.endswith("er") else None)
    if infinitive is None or re.match(r"(?:ikke|har|er)\b", rest):
        return None
    return f"{infinitive} {rest}".strip(), Form.TO


def _object_first(moved: re.Match[str]) -> tuple[str, Form] | None:
    """ "Programmet sender jeg ud" -> "programmet sendes ud", where the verb has a plain passive."""
    verb = moved["verb"].casefold()
    if not verb.endswith("er") or verb in INFINITIVES or moved["rest"].strip().startswith("ikke"):
        return None
    return f"{moved['object']} {verb[:-1]}s{moved['rest']}", Form.THAT


def _others(clause: str, from_chair: bool, body: str) -> str:
    clause = re.sub(r"\b(?:vi|os)\b", body, clause)
    if not from_chair:
        clause = re.sub(r"\b(?:I|jer)\b", body, clause)
    return clause


def _lower_first(clause: str, setting: Setting) -> str:
    first = re.split(r"[\s,]", clause)[0]
    if (
        first in setting.proper
        or first.casefold() in setting.roster.by_first_name
        or first[1:] != first[1:].lower()
    ):
        return clause
    if clause.startswith(setting.body):
        return clause
    return clause[:1].lower() + clause[1:]


def _full_names(clause: str, roster: Roster) -> str:
    for person in roster.named_in(clause):
        first = person.name.split()[0]
        if person.name.casefold() not in clause.casefold():
            pattern = rf"\b{re.escape(first)}\b(?! [A-ZÆØÅ])"
            clause = re.sub(pattern, person.name, clause, count=1, flags=re.I)
        else:
            clause = re.sub(re.escape(person.name), person.name, clause, flags=re.I)
    return clause
