"""The Danish words that agendas are printed with: how reading recognises a document's parts.

What the words mean in law stands in `minutes.vocabulary`; here stand the further spellings in print.
"""

from __future__ import annotations

import re

from minutes.vocabulary import MONTHS, SECTION_HEADINGS, WEEKDAYS, SectionKind

HEADINGS: dict[str, SectionKind] = SECTION_HEADINGS | {
    "indstillinger": SectionKind.RECOMMENDATION,
    "forvaltningens indstilling": SectionKind.RECOMMENDATION,
    "administrationens indstilling": SectionKind.RECOMMENDATION,
    "direktionens indstilling": SectionKind.RECOMMENDATION,
    "beslutningstema": SectionKind.RECOMMENDATION,
    "sagsresumé": SectionKind.SUMMARY,
    "sagsresume": SectionKind.SUMMARY,
    "sagsbeskrivelse": SectionKind.CASE,
    "sagens indhold": SectionKind.CASE,
    "økonomiske konsekvenser": SectionKind.ECONOMY,
    "økonomiske forhold": SectionKind.ECONOMY,
    "retsgrundlag": SectionKind.LEGAL,
    "juridiske forhold": SectionKind.LEGAL,
    "tidligere behandling": SectionKind.HISTORY,
    "tidligere beslutninger": SectionKind.HISTORY,
    "historik": SectionKind.HISTORY,
    "sagsgang": SectionKind.HISTORY,
    "politisk behandling": SectionKind.HISTORY,
    "vedtagelse": SectionKind.DECISION,
    "beslutningsprotokol": SectionKind.DECISION,
    "bilagsliste": SectionKind.ATTACHMENTS,
    "bilagsoversigt": SectionKind.ATTACHMENTS,
    "problemstilling": SectionKind.OTHER,
    "løsning": SectionKind.OTHER,
    "videre proces": SectionKind.OTHER,
    "beslutningskompetence": SectionKind.OTHER,
    "personale": SectionKind.OTHER,
    "bemærkninger": SectionKind.OTHER,
    "afbud": SectionKind.OTHER,
    "fraværende": SectionKind.OTHER,
}
"""Printed heading, lower case and without its colon -> kind."""

INLINE_KINDS = frozenset(
    {
        SectionKind.RECOMMENDATION,
        SectionKind.SUMMARY,
        SectionKind.CASE,
        SectionKind.HISTORY,
        SectionKind.DECISION,
        SectionKind.ATTACHMENTS,
    }
)
"""Kinds whose heading may stand before its text on one line ("Indstilling: At …")."""

_MONTH = "|".join(MONTHS)
_DAY = "|".join(WEEKDAYS)
PRINTED_DATE = (
    rf"(?:(?:{_DAY})\s+)?(?:d\.\s*|den\s+)?"
    rf"(?:\d{{1,2}}\.?\s*(?:{_MONTH})\s+\d{{4}}|\d{{1,2}}[-./]\d{{1,2}}[-./ ]\d{{4}}|\d{{4}}-\d{{2}}-\d{{2}})"
)
_LIST_POINT = re.compile(
    rf"^\s*(?:[-–—•*·▪●◦]|(?:at\s+)?\d{{1,3}}[.)](?!\s*(?:{_MONTH})\b)|[a-zæøå][.)])\s", re.IGNORECASE
)
STARTS_WITH_MONTH = re.compile(rf"(?:{_MONTH})\b", re.IGNORECASE)

DOCUMENT_KIND = (
    r"(?:(?:endelig|endeligt|foreløbig|foreløbigt|åben|åbent|lukket|udkast til|forslag til)\s+)?"
    r"(?:tillægsdagsorden|tillægsreferat|dagsorden|beslutningsreferat|beslutningsprotokol"
    r"|mødereferat|referat|protokol|mødeindkaldelse|indkaldelse)"
)
TITLE = re.compile(
    rf"^(?P<kind>{DOCUMENT_KIND})\b[\s:–-]*(?P<rest>.*)$",
    re.IGNORECASE,
)
TRAILING_KIND = re.compile(rf"\s*[-–,:]\s*{DOCUMENT_KIND}$", re.IGNORECASE)
BODY_AND_KIND = re.compile(rf"^(?P<body>[A-ZÆØÅ§][^.:]{{2,80}}?)\s*[-–,]\s*{DOCUMENT_KIND}$", re.IGNORECASE)
TITLE_LEAD = re.compile(
    r"^(?:(?:for|til|fra|af|i|over)(?:\s+|$))?(?:(?:(?:ekstra)?ordinært\s+)?mødet?(?:\s+(?:i|for|med)\s+|$))?",
    re.IGNORECASE,
)
LETTERHEAD = re.compile(r"^(?:[A-ZÆØÅ][\wæøåÆØÅ-]*\s+){1,4}Kommune$|^Kommunen?\s|^Region\s+[A-ZÆØÅ]\w+$")
MEETING_LEAD = re.compile(
    r"^(?:(?:til|fra|for)\s+)?(?:ordinært\s+|ekstraordinært\s+)?møde\s+i\s+(?P<body>.+)$", re.IGNORECASE
)
TITLE_DATE = re.compile(
    rf"[\s,:–-]*\b(?P<date>{PRINTED_DATE})\b(?P<after>.*)$",
    re.IGNORECASE,
)

LABELS: dict[str, str] = {
    "mødedato": "date",
    "dato": "date",
    "mødetidspunkt": "date",
    "tidspunkt": "date",
    "dato og tid": "date",
    "dato/tid": "date",
    "tid": "date",
    "starttidspunkt": "date",
    "mødested": "place",
    "sted": "place",
    "lokale": "place",
    "mødelokale": "place",
    "udvalg": "body",
    "udvalgsnavn": "body",
    "forum": "body",
    "mødedeltagere": "people",
    "deltagere": "people",
    "medlemmer": "people",
    "indkaldte": "people",
    "øvrige deltagere": "people",
    "fra forvaltningen": "people",
    "fra administrationen": "people",
    "til stede": "present",
    "tilstede": "present",
    "tilstedeværende": "present",
    "mødte": "present",
    "stedfortrædere": "substitutes",
    "stedfortræder": "substitutes",
    "suppleanter": "substitutes",
    "gæster": "people",
    "referent": "duty",
    "mødeleder": "duty",
    "ordstyrer": "duty",
    "afbud": "absent",
    "afbud fra": "absent",
    "fraværende": "absent",
    "ikke til stede": "absent",
}
"""Label in a document's head, lower case -> what its value is."""

ROOM_LABELS = frozenset({"lokale", "mødelokale"})
"""Labels that are a part of the place's name where no colon follows ("Lokale 4")."""

SUBSTITUTE = "stedfortræder"

NUMBER_COLUMNS = frozenset({"", "dagsordenspunkt", "nr", "pkt", "pkt. nr", "punkt", "punkt nr"})
TITLE_COLUMNS = frozenset(
    {"dagsordenspunkt", "emne", "emner", "indhold", "overskrift", "punkt", "punkter", "sag", "titel"}
)
DECISION_COLUMNS = frozenset(
    {"beslutning", "beslutning/referat", "beslutninger", "konklusion", "referat", "referat/beslutning"}
)
SAID_COLUMNS = frozenset(
    {
        "ansvarlig",
        "beslutning",
        "beslutninger",
        "beskrivelse",
        "bilag",
        "formål",
        "indhold",
        "indstilling",
        "konklusion",
        "referat",
        "resumé",
        "sagsfremstilling",
        "tid",
    }
)
"""The names of the columns of an agenda that is a table: of numbers and titles, of what is said of them."""

PROPOSAL = re.compile(r"^[A-ZÆØÅ][^.:;]{2,80}\s(?:indstiller|indstilles)\b")

AGENDA_HEADING = re.compile(r"^(?:mødets\s+)?dagsorden:?$", re.IGNORECASE)
"""What a list of the items may stand under too; the document itself may also be called so."""

COLUMN_WORDS = frozenset({"side", "pkt", "punkt", "nr", "sag", "tekst", "titel", "emne", "overskrift"})
"""Words over the columns of a contents list."""

MEETING_OF = re.compile(r"^(?P<body>[A-ZÆØÅ].{2,80})s\s+(?:(?:ekstra)?ordinære\s+)?møde$")
"""A body in the genitive ("Kulturudvalgets møde")."""

ROOM_AFTER_TIME = re.compile(
    r"\bkl\..{1,20}?[,\s]\s*i\s+(?P<place>(?:mødelokale|lokale|mødesal|[A-ZÆØÅ]).{2,80})$"
)
IN_ROOM = re.compile(r"^i\s+(?P<place>(?:mødelokale|lokale|mødesal|[A-ZÆØÅ]).{2,80})$")

CONTENTS_HEADINGS = frozenset(
    {
        "indholdsfortegnelse",
        "indhold",
        "dagsordenspunkter",
        "sagsoversigt",
        "punktoversigt",
        "oversigt over punkter",
        "punkter på dagsordenen",
        "dagsordenens punkter",
    }
)

ITEM_WORD = re.compile(
    r"^(?P<shut>(?:lukket|åbent)\s+)?"
    r"(?:dagsordenspunkt|tillægspunkt|punkt|pkt\.?|sag)\s*(?:nr\.?\s*)?"
    r"(?P<label>\d{1,3}(?:\.\d{1,2})?[a-z]?)(?![\d/])\s*"
    r"(?P<between>\((?:lukket|åben|åbent)\)\s*)?"
    r"(?P<mark>[:.)–—-]|\s|$)\s*(?P<title>.*)$",
    re.IGNORECASE,
)
ITEM_NUMBER = re.compile(
    r"^(?P<label>0?[1-9]\d{0,2}(?:\.\d{1,2})?)\*?(?P<mark>[.):](?=\s|[A-ZÆØÅ])|\s)\s*(?P<title>\S.*)$"
)
AD_ITEM = re.compile(r"^ad\.?\s*(?P<label>[1-9]\d?)\s*(?P<mark>[.:)–—-])\s*(?P<title>\S.*)$", re.IGNORECASE)
"""How minutes take up the items of an agenda ("Ad 3. Sygefravær"); a beslutning may answer clauses so."""
BARE_NUMBER = re.compile(r"^(?P<label>0?[1-9]\d{0,2}(?:\.\d{1,2})?)[.):]?$")

_ENUMERATED = r"(?:[A-ZÆØÅ]|[IVX]{1,4})[.)]\s+"
GROUP = re.compile(
    rf"^(?:{_ENUMERATED})?(?:(?:sager|punkter|emner)\s+til\s+"
    r"(?:behandling|beslutning|drøftelse|efterretning|godkendelse|orientering|udtalelse)"
    r"|(?:orienterings|drøftelses|behandlings)punkter|(?:beslutnings|orienterings|drøftelses)sager)\s*:?$",
    re.IGNORECASE,
)
"""A heading over several items, of what is to be done with them."""
GROUP_BEFORE_ITEM = re.compile(
    rf"^{_ENUMERATED}(?:beslutning|drøftelse|eventuelt|godkendelse|meddelelser|orientering|temaer)[^.:]{{0,40}}$",
    re.IGNORECASE,
)
"""What else such a heading may say where it stands right above an item; "A. Møller" is a name."""
_PART_NAME = r"(?:tillægsdagsorden|dagsorden|dagsordenspunkter|punkter|del|møde|sager|referat)"
PART = re.compile(rf"^(?:{_ENUMERATED})?(?:åben|åbent|åbne)\s+{_PART_NAME}\s*:?$", re.IGNORECASE)
CLOSED_PART = re.compile(
    rf"^(?:{_ENUMERATED})?(?:(?:lukket|lukkede)\s+{_PART_NAME}"
    r"|(?:punkter|sager)\s+.{0,40}(?:lukkede\s+døre|lukket\s+(?:dagsorden|møde)))\s*:?$",
    re.IGNORECASE,
)
SUPPLEMENT = re.compile(r"^tillægs(?:dagsorden|punkter)\s*:?$", re.IGNORECASE)

CLOSED_TITLE = re.compile(
    r"^(?:lukket|lukket punkt|lukket sag|lukket dagsordenspunkt|fortroligt|fortroligt punkt)\b"
    r"(?:\s*[:.–-]|\s*$)"
    r"|\((?:lukket|lukket punkt|lukket sag|lukket dagsorden|fortroligt)\)"
    r"|[-–]\s*lukket(?:\s+punkt|\s+sag)?\s*$",
    re.IGNORECASE,
)
CLOSED_TITLE_CAPITALS = re.compile(r"\bLUKKET\b")
CLOSED_LINE = re.compile(
    r"^\(?(?:lukket|lukket punkt|lukket sag|lukket møde|fortroligt)\)?\.?$", re.IGNORECASE
)
OPEN_MARK = re.compile(
    r"^(?:\((?:åben|åbent)\)\s*|(?:åben|åbent)(?:\s+(?:punkt|sag|dagsorden))?\s*[:–-]\s+)(?=\S)",
    re.IGNORECASE,
)
"""What some print before the title of every item that is not closed; it is no part of the title."""
OPEN_LINE = re.compile(r"^\(?(?:åben|åbent|åbent punkt|åben sag)\)?\.?$", re.IGNORECASE)
CLOSED_SENTENCE = re.compile(
    r"^(?:punktet|sagen)\s+(?:er\s+|blev\s+|bliver\s+)?(?:behandles|behandlet|behandledes|holdes)\s+"
    r"(?:for\s+lukkede\s+døre|på\s+lukket\s+(?:møde|dagsorden))",
    re.IGNORECASE,
)

KLE = r"\d{2}\.\d{2}\.\d{2}-[A-ZÆØÅ]\d{2}-\d{1,6}-\d{2}"
CASE_ID = (
    rf"(?:{KLE}|[A-ZÆØÅ]{{2,6}}-\d{{2,4}}-\d{{3,8}}|\d{{2,4}}-\d{{4,8}}(?:-\d+)?|\d{{2,4}}-\d{{4}}-\d{{3,8}})"
)
JOURNAL_LABEL = r"(?:(?:sags?|journal|kle)\s*-?\s*(?:nr|nummer|id)\.?|j\.?\s*nr\.?|sag|kle|emne)\s*[:.]?\s*"
JOURNAL = re.compile(rf"^(?P<id>{CASE_ID})$")
LABELLED_JOURNAL = re.compile(rf"^{JOURNAL_LABEL}(?P<id>[\w.+/-]*\d[\w.+/-]*)$", re.IGNORECASE)
LOOSE_JOURNAL = re.compile(r"^(?=(?:.*\d){4})[A-ZÆØÅ0-9]+(?:[-./+][A-ZÆØÅ0-9]+)+$")
TITLE_JOURNAL = re.compile(rf"\s*\((?P<id>{CASE_ID})\)$")

PROPOSES = re.compile(
    r"^(?P<proposer>.*?)\s*\b(?:indstiller|anbefaler|foreslår|anmoder)\b",
    re.IGNORECASE | re.DOTALL,
)
IMPERSONAL = re.compile(r"^(?:det\s+)?(?:indstilles|anbefales|foreslås)\b", re.IGNORECASE)
PROPOSER_AFTER = re.compile(r"^\((?P<proposer>[A-ZÆØÅ][^()\d]*)\)$")

_ITEM_OF = r"(?:,?\s*(?:dagsordenspunkt|punkt|pkt\.?|sag)\s*(?:nr\.?\s*)?\d+(?:\.\d+)?)?"
DATED_DECISION = re.compile(
    rf"^(?:(?:beslutning|beslutninger|behandling|behandlet)\b(?P<who>.*?)"
    rf"|(?P<whose>[A-ZÆØÅ][^.:]{{2,80}}s)\s+beslutning\s+)\b(?P<date>{PRINTED_DATE}){_ITEM_OF}\s*:?$",
    re.IGNORECASE,
)
"""The heading of what one body decided one day: this meeting's body, or an earlier one in a chain."""
_BODIES = r"(?:udvalg|råd|bestyrelse|direktion|forum|nævn|kommission|forsamling)(?:et|en)?"
BODY_AND_DAY = re.compile(
    rf"^(?P<who>[A-ZÆØÅ§][^.:]{{0,80}}?),?\s+(?=den\s|d\.)(?P<date>{PRINTED_DATE}){_ITEM_OF}\s*:?$",
    re.IGNORECASE,
)
"""The same heading where it names body and day alone ("Byrådet den 22. juni 2027")."""
A_BODY = re.compile(rf"{_BODIES}$", re.IGNORECASE)
NUMBERED_DECISION = re.compile(
    r"^beslutning(?:er)?\s+(?:for|til|vedr\.?|vedrørende)\s+(?:dagsordenspunkt|punkt|pkt\.?|sag)\s*"
    r"(?:nr\.?\s*)?\d+(?:\.\d+)?\b",
    re.IGNORECASE,
)
"""A heading that says once more which item it is under ("Beslutning for Punkt 3: Sygefravær")."""
CLOSING = re.compile(
    r"^(?:underskrift(?:er|sark|sside|sblad)?|med\s+venlig(?:e)?\s+hilsen(?:er)?|venlig\s+hilsen)\s*[:,]?$",
    re.IGNORECASE,
)
"""Where the last item is over: a letter's greeting or the sheet for signatures."""
PAGE_NUMBER = re.compile(r"^(?:side\s+\d+(?:\s*(?:af|/)\s*\d+)?|-\s*\d+\s*-)$", re.IGNORECASE)


def section_kind(words: str) -> SectionKind | None:
    """The kind of a known section heading, printed with or without its colon; None for other words."""
    return HEADINGS.get(words.rstrip(":").strip().lower())


def is_list_point(text: str) -> bool:
    """Whether a line starts with a bullet, a number or a letter of a list; a date does not."""
    return _LIST_POINT.match(text) is not None


def is_section_name(words: str) -> bool:
    """Whether the words are a known section heading."""
    return section_kind(words) is not None
