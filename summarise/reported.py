"""A spoken remark as reported speech: third person, no fillers, or nothing where that is not safe."""

from __future__ import annotations

import re
from dataclasses import dataclass

from minutes.agenda import Participant
from summarise.roles import Roster, as_subject

LEADING = re.compile(
    r"^(?:(?:så|og|men|godt|okay|ok|ja|jo|nej|altså|fint|tak|øh+m?|jamen|nå|for|super|perfekt|præcis|den er god|"
    r"det er fint|selvfølgelig|enig)\b[ ,.!:–-]*)+",
    re.I,
)
FILLERS = re.compile(r",?\s*\b(?:øh+m?|altså|ligesom|egentlig|faktisk|jo|lige|sgu|vel|da|så at sige)\b,?", re.I)
SAYING = re.compile(
    r"^(?:så )?(?:siger vi(?: det sådan)?|vi siger|lad os sige|vi er enige om|det er vi enige om|vi gør det sådan)\b[,:]?\s*(?:at )?",
    re.I,
)
INSTEAD = re.compile(r",?\s*(?:og )?(?:i stedet for|frem for|ikke længere|og ikke|ikke (?=den \d|\d))[^,.;]*", re.I)
DEICTIC = re.compile(r"\s*\b(?:i dag|i morgen|i aften|i eftermiddag|i formiddag|nu her|lige nu)\b", re.I)
UNSAFE = re.compile(
    r"\b(?:du|dig|din|dit|dine|mig|min|mit|mine|han|hun|ham|hende|hans|hendes|tak|undskyld|synes|syntes|tror|måske|"
    r"håber|gider|ved ikke|kunne|ville|burde|hvis|hvad|hvem|hvornår|hvorfor|hvor mange|var det|ikke også|vil gerne|"
    r"haha|ork|sjov|spøg|referatet at|her|sådan noget)\b",
    re.I,
)
CPR = re.compile(r"\b\d{6}[- ]?\d{4}\b")
FINITE = (
    "er|bliver|skal|kan|vil|har|får|går|kommer|sender|står|holder|gælder|skriver|laver|koster|udgør|må|tager|giver|"
    "begynder|starter|slutter|ligger|flyttes|sendes|holdes|deltager|fortsætter|sørger|undersøger|indkalder|åbner|"
    "lukker|udsender|behandles|fremlægger|forelægger|bevares|betaler|dækker|finansieres|rykkes|rykker|forelægges|"
    "evalueres|udgår|udsættes|stemte|stemmer|ønsker|støtter|følger|henter|melder|indvies|viser|regner|forventer|var|kom|blev|havde"
)
SUBJECT_FIRST = re.compile(
    rf"^(?:der|det|den|de|alle|begge|resten|{{name}}|(?:[^\W\d_]|[\d.,:%-])[\w.,:%&-]*(?: [\w.:%&-]+){{0,6}}?) (?P<verb>{FINITE})\b",
    re.I,
)
INVERTED = re.compile(rf"^(?P<verb>{FINITE}|[^\W\d_]+er) (?P<subject>vi|jeg|der|det|den|de|man) ", re.I)
FIRST_PERSON = re.compile(r"^(?:jeg|vi) (?P<verb>\w+)(?P<rest>.*)$", re.I)
INFINITIVES = {
    "er": "være", "har": "have", "gør": "gøre", "ser": "se", "får": "få", "går": "gå", "står": "stå",
    "når": "nå", "beder": "bede",
}
MODALS = {"kan", "skal", "vil", "må", "skulle"}
LONGEST = 45
SHORTEST = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """What was said, in reported form.

    `clause` starts in lower case unless it is a name. `form` is "that" (fits after "at"), "to" (an
    infinitive that fits after "at") or "main" (a main clause that fits after a colon).
    `owner` stands in the clause as its subject.
    """

    clause: str
    form: str
    owner: bool = False


def reported(text: str, *, speaker: Participant | None, from_chair: bool, body: str, roster: Roster) -> Reported | None:
    """The remark in reported form, or None where it cannot be reported safely.

    Args:
        text: one sentence, numbers and dates written.
        speaker: who says it, where the talk made that known.
        from_chair: the chair says it.
        body: the body as a subject.
        roster: the people who may be named.
    """
    if "?" in text or CPR.search(text):
        return None
    clause = _bare(text, roster)
    clause = SAYING.sub("", LEADING.sub("", clause)).strip(" ,.;:-")
    clause = LEADING.sub("", clause)
    clause = _first_person(clause, speaker, body) if clause else ""
    if not clause:
        return None
    form = "main"
    if clause.startswith("§to "):
        clause, form = clause[4:], "to"
    clause = _others(clause, from_chair, body)
    if UNSAFE.search(clause) or re.search(r"\b(?:jeg|vi|os|I|jer|jeres|vores)\b", clause):
        return None
    clause = _full_names(clause, roster)
    clause = re.sub(r"\s+([,.])", r"\1", re.sub(r"\s{2,}", " ", clause)).strip(" ,.;:-")
    if not SHORTEST <= len(clause.split()) <= LONGEST:
        return None
    owner = False
    if form == "main":
        match = re.match(SUBJECT_FIRST.pattern.replace("{name}", "@"), clause, re.I)
        if match and not INVERTED.match(clause):
            form = "that"
            clause = re.sub(rf"\b({FINITE}) ikke\b", r"ikke \1", clause, count=1)
        owner = speaker is not None and clause.startswith(as_subject(speaker))
    return Reported(clause=clause, form=form, owner=owner)


def _bare(text: str, roster: Roster) -> str:
    """Without fillers, deictic words, alternatives that were not chosen, and names called out."""
    text = INSTEAD.sub("", text)
    text = FILLERS.sub("", text)
    text = DEICTIC.sub("", text)
    parts = [part.strip() for part in text.split(",")]
    kept = [p for p in parts if p and not (len(p.split()) <= 2 and roster.named_in(p) and len(parts) > 1)]
    return ", ".join(kept).strip()


def _first_person(clause: str, speaker: Participant | None, body: str) -> str:
    inverted = re.match(r"^(?P<verb>\w+) (?P<who>vi|jeg)\b(?P<rest>.*)$", clause, re.I)
    if inverted:
        clause = f"{inverted['who']} {inverted['verb']}{inverted['rest']}"
    match = FIRST_PERSON.match(clause)
    if not match:
        return clause
    if clause.casefold().startswith("jeg") and speaker is not None:
        return f"{as_subject(speaker)} {match['verb']}{match['rest']}"
    verb = match["verb"].casefold()
    rest = match["rest"].strip()
    if verb in MODALS:
        return f"§to {rest}" if rest and not re.match(r"ikke\b", rest) else ""
    infinitive = INFINITIVES.get(verb) or (verb[:-1] if verb.endswith("er") else None)
    return f"§to {infinitive} {rest}" if infinitive else ""


def _others(clause: str, from_chair: bool, body: str) -> str:
    clause = re.sub(r"\bvi\b", body, clause)
    clause = re.sub(r"\b(?:os)\b", body, clause)
    clause = re.sub(r"\bvores\b", f"{body}s", clause)
    if not from_chair:
        clause = re.sub(r"\b(?:I|jer)\b", body, clause)
    return clause


def _full_names(clause: str, roster: Roster) -> str:
    for person in roster.named_in(clause):
        first = person.name.split()[0]
        if person.name.casefold() not in clause.casefold():
            clause = re.sub(rf"\b{re.escape(first)}\b(?! [A-ZÆØÅ])", person.name, clause, count=1, flags=re.I)
        else:
            clause = re.sub(re.escape(person.name), person.name, clause, flags=re.I)
    return clause
