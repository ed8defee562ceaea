"""Personal data that must not stand in minutes: CPR numbers are removed, other signs are pointed out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum

from minutes.draft import Concern, Severity
from minutes.vocabulary import ConcernKind
from summarise.fact_checks import warn
from summarise.listening import words

CPR = re.compile(
    r"(?<!\d)(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])\d{2}[- ]?\d{4}(?!\d)|(?<!\d)\d{6}[- ]\d{4}(?!\d)"
)
"""A CPR number by its date form: since 2007 the check digit need not hold. Any six and four figures too."""
REMOVED = "[fjernet]"
_PHONE = re.compile(r"(?<![\d.,])(?:\+45 ?)?(?:\d{2} ){3}\d{2}(?!\d)|(?<![\d.,])\+?(?:45)?\d{8}(?![\d.,])")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_STREET = (
    "vej|vejen|gade|gaden|stræde|strædet|all[eé]|all[eé]en|boulevard|plads|pladsen|torv|torvet|vænge|vænget|"
    "park|parken|bakke|bakken|have|haven|toft|toften|lund|lunden|eng|engen|mark|marken|skov|skoven|vang|"
    "vangen|sti|stien|gård|gården|kaj|krog|krogen|høj|højen|dal|dalen|ager|ageren|bro|broen|strand|stranden"
)
_ADDRESS = re.compile(
    rf"(?<![\w-])(?=[A-ZÆØÅ])(?:[\w.]{{1,40}}[ -]){{0,3}}?[\w.]{{0,40}}?(?i:{_STREET})"
    r" (?:nr\. ?)?\d{1,3}(?: ?[A-Za-z](?!\w))?(?![\d.,]*\d)"
)
"""A street by the end of its name, with a house number: "Nørre Allé 5", "Birkevej 12B"."""


def without_cpr(text: str) -> str:
    """The text with every CPR number replaced by a mark."""
    return CPR.sub(REMOVED, text)


def cpr_concern() -> Concern:
    """The concern for a removed CPR number; it does not repeat the number."""
    return Concern(kind=ConcernKind.PERSONAL_DATA, severity=Severity.BLOCK, detail="CPR-nummer fjernet")


def personal_concerns(text: str) -> Iterator[Concern]:
    """A warning for each telephone number, e-mail address and health word."""
    for pattern in (_PHONE, _MAIL):
        for match in pattern.finditer(text):
            yield warn(ConcernKind.PERSONAL_DATA, match.group())
    for match in words("health", "words").finditer(text.lower()):
        yield warn(ConcernKind.PERSONAL_DATA, text[match.start() : match.end()])


class PersonalKind(StrEnum):
    """Personal data that has a form of its own."""

    CPR = "cpr"
    PHONE = "phone"
    EMAIL = "email"
    ADDRESS = "address"


def find_personal(text: str) -> Iterator[tuple[PersonalKind, str]]:
    """Every CPR number, telephone number, e-mail address and street address, as it stands in the text."""
    for kind, pattern in _FORMS.items():
        for match in pattern.finditer(text):
            yield kind, match.group()


_FORMS = {
    PersonalKind.CPR: CPR,
    PersonalKind.PHONE: _PHONE,
    PersonalKind.EMAIL: _MAIL,
    PersonalKind.ADDRESS: _ADDRESS,
}
