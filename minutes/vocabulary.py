"""The one Danish room of the domain: legal terms, labels, months and fixed phrases.

Enum values are ASCII slugs of the Danish term of art; the printed form stands beside them. A translated
outcome would be a second, unauthorised legal text, so values are never translated.
"""

from __future__ import annotations

from enum import StrEnum


class SectionKind(StrEnum):
    """What a section of an agenda item is, whatever its heading was printed as."""

    RECOMMENDATION = "indstilling"
    SUMMARY = "resume"
    CASE = "sagsfremstilling"
    VISION = "vision_og_politikker"
    ECONOMY = "oekonomi"
    LEGAL = "lovgrundlag"
    CITIZENS = "borgerperspektiv"
    HISTORY = "sagsforloeb"
    DECISION = "beslutning"
    ATTACHMENTS = "bilag"
    OTHER = "andet"


SECTION_HEADINGS: dict[str, SectionKind] = {
    "indstilling": SectionKind.RECOMMENDATION,
    "beslutningspunkter": SectionKind.RECOMMENDATION,
    "resumé": SectionKind.SUMMARY,
    "resume": SectionKind.SUMMARY,
    "sagsfremstilling": SectionKind.CASE,
    "kommunens vision og politikker": SectionKind.VISION,
    "økonomi": SectionKind.ECONOMY,
    "lovgrundlag": SectionKind.LEGAL,
    "borgerperspektiv": SectionKind.CITIZENS,
    "sagsforløb": SectionKind.HISTORY,
    "beslutning": SectionKind.DECISION,
    "beslutninger": SectionKind.DECISION,
    "bilag": SectionKind.ATTACHMENTS,
}
"""Printed heading, lower case -> kind. A heading that is not here is kept as `SectionKind.OTHER`."""


class Outcome(StrEnum):
    """What was decided about an item."""

    APPROVED = "godkendt"
    APPROVED_AMENDED = "godkendt_med_aendringer"
    NOTED = "taget_til_efterretning"
    DISCUSSED = "droeftet"
    POSTPONED = "udsat"
    RETURNED = "sendt_tilbage"
    FORWARDED = "oversendt"
    RECOMMENDED = "anbefalet"
    SENT_TO_HEARING = "sendt_i_hoering"
    ELECTED = "valgt"
    RESPONDED = "hoeringssvar_afgivet"
    REJECTED = "ikke_godkendt"
    LAPSED = "bortfaldet"
    WITHDRAWN = "trukket"
    INFORMED = "orienteret"
    NO_REMARKS = "ingen_bemaerkninger"
    CLOSED = "lukket"
    UNRESOLVED = "uafklaret"


class ClauseOutcome(StrEnum):
    """How one clause of the indstilling was answered."""

    ADOPTED = "tiltrådt"
    AMENDED = "ændret"
    POSTPONED = "udsat"
    REJECTED = "afvist"
    DISCUSSED = "drøftet"
    NOTED = "taget til efterretning"
    UNRESOLVED = "uafklaret"


class ConcernKind(StrEnum):
    """Why a sentence needs a person's eye. The Danish wording is `CONCERN_LABELS`."""

    UNSUPPORTED_NUMBER = "tal_uden_belaeg"
    UNSUPPORTED_DATE = "dato_uden_belaeg"
    UNSUPPORTED_NAME = "navn_uden_belaeg"
    UNSUPPORTED_TEXT = "tekst_uden_belaeg"
    NEGATION = "naegtelse"
    OUTCOME_NOT_HEARD = "beslutning_ikke_hoert"
    OUTCOME_CONTRADICTED = "beslutning_modsagt"
    VOTE_NOT_HEARD = "afstemning_ikke_hoert"
    CLAUSE_UNANSWERED = "indstilling_ubesvaret"
    NO_EVIDENCE = "ingen_henvisning"
    LOW_CONFIDENCE = "usikker_placering"
    DOUBTFUL_WORDS = "usikkert_hoert"
    PERSONAL_DATA = "personoplysning"
    CLOSED_CONTENT = "lukket_indhold"
    CUT = "saetning_fjernet"
    BY_RULES = "skrevet_af_regler"
    NOT_DISCUSSED = "ikke_behandlet"
    TALK_GONE = "talen_er_slettet"
    TALK_CHANGED = "talen_er_aendret"


CONCERN_LABELS: dict[ConcernKind, str] = {
    ConcernKind.UNSUPPORTED_NUMBER: "Tallet er ikke hørt på mødet og står ikke i dagsordenen",
    ConcernKind.UNSUPPORTED_DATE: "Datoen er ikke hørt på mødet og står ikke i dagsordenen",
    ConcernKind.UNSUPPORTED_NAME: "Navnet er ikke hørt på mødet og står ikke i dagsordenen",
    ConcernKind.UNSUPPORTED_TEXT: "Sætningen har ringe støtte i det, der blev sagt",
    ConcernKind.NEGATION: "»Ikke« svarer ikke til det, der blev sagt",
    ConcernKind.OUTCOME_NOT_HEARD: "Beslutningen er ikke hørt på mødet",
    ConcernKind.OUTCOME_CONTRADICTED: "Beslutningen er en anden end den, der blev sagt",
    ConcernKind.VOTE_NOT_HEARD: "Afstemningen er ikke hørt på mødet",
    ConcernKind.CLAUSE_UNANSWERED: "Indstillingens punkt er ikke besvaret",
    ConcernKind.NO_EVIDENCE: "Sætningen henviser ikke til noget, der blev sagt",
    ConcernKind.LOW_CONFIDENCE: "Det er usikkert, om talen hører til punktet",
    ConcernKind.DOUBTFUL_WORDS: "Ordene er hørt usikkert",
    ConcernKind.PERSONAL_DATA: "Teksten kan indeholde personoplysninger",
    ConcernKind.CLOSED_CONTENT: "Teksten kan gengive et lukket punkt",
    ConcernKind.CUT: "En sætning uden belæg er fjernet",
    ConcernKind.BY_RULES: "Modellen gav ikke et svar, der holdt; udkastet er skrevet af reglerne",
    ConcernKind.NOT_DISCUSSED: "Punktet er ikke hørt behandlet på mødet",
    ConcernKind.TALK_GONE: "Udskriften af mødet er slettet: teksten er kun holdt op mod dagsordenen",
    ConcernKind.TALK_CHANGED: "Anden tale hører til punktet, end da teksten blev skrevet",
}


class Presence(StrEnum):
    """Why somebody took no part in an item."""

    ABSENT = "fravaerende"
    RECUSED = "inhabil"
    LEFT = "forlod_moedet"


PRESENCE_LABELS: dict[Presence, str] = {
    Presence.RECUSED: "Inhabil",
    Presence.ABSENT: "Deltog ikke",
    Presence.LEFT: "Havde forladt mødet",
}
"""In the order in which they are printed under a beslutning."""
VOTED_FOR = "For stemte {who}"
VOTED_AGAINST = "Imod stemte {who}"
ABSTAINED = "{who} undlod at stemme"


MONTHS = (
    "januar",
    "februar",
    "marts",
    "april",
    "maj",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "december",
)
WEEKDAYS = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")

CLOSED_ITEM = "Lukket punkt"
CLOSED_ITEM_DECISION = "Punktet blev behandlet for lukkede døre."
DRAFT_MARK = "UDKAST"
CONFIDENTIAL_MARK = "UDKAST – må ikke offentliggøres"
DRAFT_NOTE = "Udkast lavet med AI. Ikke godkendt."
AGENDA_TITLE = "DAGSORDEN"
MINUTES_TITLE = "REFERAT"
ATTENDEES = "Mødedeltagere"
MEETING_DATE = "Mødedato"
MEETING_PLACE = "Mødested"
CONTENTS = "Indholdsfortegnelse"
ITEM = "Punkt"
DECISION_HEADING = "Beslutning"
MISSING_DECISION = "[kontrollér: der er intet udkast til beslutning]"
INTERNAL_NOTE = "Intern kontroludgave. Må ikke offentliggøres."
CLOSED_INCLUDED_NOTE = "Indeholder lukkede punkter. Må ikke offentliggøres."
LOST_SOUND_NOTE = "Optagelsen mangler {length}. Hvad der blev sagt i den tid, er ikke med i udkastet."
PRESENT = "Til stede"
ABSENT = "Afbud"
INITIALS = "Initialer: {initials}"
APPROVED_BY = "Godkendt af {person} den {when}."
ITEM_APPROVED_BY = "Punkt {items} godkendt af {person} den {when}."
PAGE_OF = "Side {page} af {pages}"
EVIDENCE = "Belæg og kontrol"
TO_CHECK = "Kontrollér"
HEARD_AT = "Hør"
UTTERANCE = "Ytring"
AGENDA_SAYS = "Dagsordenen, {section}"
QUOTED = "»{words}«"
