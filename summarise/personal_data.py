"""Personal data with a form of its own: CPR numbers are removed where they stand, all else is pointed out.

What has such a form and is none is left alone: journal numbers, amounts, measures, dates and times. Where it
cannot be told, it is pointed out: a person answers for it in a moment.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum

from minutes.draft import Concern, Severity
from minutes.vocabulary import MONTHS, ConcernKind
from summarise.fact_checks import warn
from summarise.listening import words

REMOVED = "[fjernet]"
_BLANK = "[ \u00a0\u202f]"
CPR = re.compile(
    rf"(?<!\d)(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])\d{{2}}(?:{_BLANK}?[-‐‑–—]{_BLANK}?|{_BLANK})?\d{{4}}(?!\d)"
    r"|(?<!\d)\d{6}[- ]\d{4}(?!\d)"
)
"""A CPR number by its date form: since 2007 the check digit need not hold. Any six and four figures too."""

_PHONE = re.compile(
    rf"(?<![\d.,])(?:(?:\+|00)45{_BLANK}?)?"
    rf"(?:\d{{2}}(?:{_BLANK}\d{{2}}){{3}}|\d{{2}}(?:-\d{{2}}){{3}}|\d{{4}}{_BLANK}\d{{4}}|\d{{8}})"
    r"(?![\d.,]*\d)"
)
_NUMBERED = re.compile(
    r"\b(?:dok(?:ument)?|sag|sags|journal|j|cvr|ean|p|esdh|matrikel|arkiv)[ .-]*(?:nr|nummer|id)?[ .:-]*$",
    re.IGNORECASE,
)
"""What stands before a number that is a document's or a firm's."""
_DATE = re.compile(
    r"(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])|(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?:19|20)\d{2}"
)
_YEARS = re.compile(r"(?:19|20)\d{2}\D(?:19|20)\d{2}")
_MONEY = re.compile(rf"{_BLANK}?(?:kr|mio|mia|t\.?kr|euro|EUR|DKK|pct|m2|m²|m3|m³|kWh)\b")
_MONEY_BEFORE = re.compile(rf"\b(?:kr\.?|DKK|EUR){_BLANK}?$", re.IGNORECASE)
_NEAR = 20

_MAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
)  # the start is fixed: a long word costs no more

_ROAD = (
    "vej|gade|stræde|all[eé]|boulevard|plads|torv|vænge|park|bakke|have|toft|lund|eng|mark|skov|vang|sti|gård|kaj|"
    "krog|høj|dal|ager|bro|strand|vold|mose|kær|løkke|passage|gang|ring|bue|esplanade|havn|center|kvarter|hegn"
)
_THE_ROAD = (
    "vejen|gaden|strædet|all[eé]en|boulevarden|pladsen|torvet|vænget|parken|bakken|haven|toften|lunden|engen|"
    "marken|skoven|vangen|stien|gården|kajen|krogen|højen|dalen|ageren|broen|stranden|volden|mosen|kæret|løkken|"
    "passagen|gangen|ringen|buen|esplanaden|havnen|centret|centeret|kvarteret|hegnet|svinget|diget"
)
_UNIT = (
    rf"(?!{_BLANK}?(?:mio|mia|kr|t\.?kr|pct|procent|%|m|m2|m²|km|meter|kilometer|hektar|ha|timer|år|stk|pladser|"
    r"boliger|personer|medlemmer|stemmer|gange|uger|dage|måneder)(?!\w))"
)
_DAY = rf"(?!\.?{_BLANK}?(?:{'|'.join(MONTHS)}|januar|jan|feb|mar|apr|jun|jul|aug|sep|okt|nov|dec)(?!\w))"
_NAME = r"(?<![\w-])(?=[A-ZÆØÅ])(?:(?:[A-ZÆØÅ][\w.]{0,40}|af|bag|de|den|i|og|på|ved)[ -]){0,3}?"
_ADDRESS = re.compile(
    rf"{_NAME}(?:[\w.]{{1,40}}(?i:{_ROAD})|(?<= )(?i:{_ROAD})|[\w.]{{0,40}}?(?i:{_THE_ROAD}))"
    rf" (?:nr\. ?)?\d{{1,3}}{_UNIT}{_DAY}(?: ?[A-Za-z](?!\w))?(?![\d.,]*\d)"
    rf"|{_NAME}[\w.]{{2,40}} \d{{1,3}} ?[A-Za-z]?,(?: [^,\n]{{1,12}},)? \d{{4}} (?=[A-ZÆØÅ])\w+"
)
"""A street by the end of its name, with a house number ("Nørre Allé 5"), or any with a postal code."""


class PersonalKind(StrEnum):
    """Personal data that has a form of its own."""

    CPR = "cpr"
    PHONE = "phone"
    EMAIL = "email"
    ADDRESS = "address"


def without_cpr(text: str) -> str:
    """The text with every CPR number replaced by a mark."""
    return CPR.sub(REMOVED, text)


def cpr_concern() -> Concern:
    """The concern for a removed CPR number; it does not repeat the number."""
    return Concern(kind=ConcernKind.PERSONAL_DATA, severity=Severity.BLOCK, detail="CPR-nummer fjernet")


def personal_concerns(text: str) -> Iterator[Concern]:
    """A warning for each telephone number, e-mail address and health word."""
    for kind, found in find_personal(text):
        if kind in (PersonalKind.PHONE, PersonalKind.EMAIL):
            yield warn(ConcernKind.PERSONAL_DATA, found)
    for match in words("health", "words").finditer(text.lower()):
        yield warn(ConcernKind.PERSONAL_DATA, text[match.start() : match.end()])


def find_personal(text: str) -> Iterator[tuple[PersonalKind, str]]:
    """Every CPR number, telephone number, e-mail address and street address, as it stands in the text."""
    for match in CPR.finditer(text):
        yield PersonalKind.CPR, match.group()
    for match in _PHONE.finditer(text):
        if not _is_something_else(match):
            yield PersonalKind.PHONE, match.group()
    for match in _MAIL.finditer(text):
        yield PersonalKind.EMAIL, match.group()
    for match in _ADDRESS.finditer(text):
        yield PersonalKind.ADDRESS, match.group()


def _is_something_else(match: re.Match[str]) -> bool:
    """Whether eight figures are a date, two years, an amount, or the number of a document or a firm."""
    figures, text = match.group(), match.string
    before = text[max(0, match.start() - _NEAR) : match.start()]
    if _DATE.fullmatch(figures) or _YEARS.fullmatch(figures):
        return True
    if _MONEY.match(text, match.end()) or _MONEY_BEFORE.search(before):
        return True
    return _NUMBERED.search(before) is not None
