"""How the beslutning names who acts: the body in its definite form, and an office by its title."""

from __future__ import annotations

import re

DEFINITE_ENDINGS = (
    ("udvalg", "et"),
    ("råd", "et"),
    ("møde", "t"),
    ("nævn", "et"),
    ("bestyrelse", "n"),
    ("direktion", "en"),
    ("kommission", "en"),
    ("gruppe", "n"),
    ("klynge", "n"),
    ("kreds", "en"),
    ("forsamling", "en"),
    ("ledelse", "n"),
)
"""Ending of a body's name -> what makes it definite. "Forum" stays as it is."""
TAIL = re.compile(r"\s+(?:ved|for|i|om|på|af)\s+.*$")
OFFICE_ENDINGS = (
    ("direktør", "en"),
    ("chef", "en"),
    ("leder", "en"),
    ("konsulent", "en"),
    ("sekretær", "en"),
    ("rådgiver", "en"),
    ("jurist", "en"),
    ("planlægger", "en"),
    ("koordinator", "en"),
    ("mester", "en"),
    ("formand", "en"),
    ("ingeniør", "en"),
    ("kontakt", "en"),
)


def body_subject(body: str) -> str:
    """The body as the subject of a decision: "Økonomiudvalg" -> "Økonomiudvalget"."""
    name = body.strip()
    if name.startswith("§"):
        return "Udvalget"
    head = TAIL.sub("", name)
    words = head.split()
    if len(words) > 1 and not head.endswith(tuple(e for e, _ in DEFINITE_ENDINGS)):
        first = _definite(words[0], DEFINITE_ENDINGS)
        return first if first != words[0] else head
    if len(words) > 1 and "og" not in words:
        return head
    return _definite(head, DEFINITE_ENDINGS)


def office_subject(role: str) -> str | None:
    """An office in its definite form, as far as it is one: "Økonomichef" -> "Økonomichefen", else None."""
    title = re.split(r"[,(]", role)[0].strip()
    head, _, tail = title.partition(" for ")
    if re.search(r"\b(?:medlem|forælder|elev)", head.casefold()) or " " in head:
        return None
    definite = _definite(head, OFFICE_ENDINGS)
    if definite == head:
        return None
    definite = definite[:1].upper() + definite[1:]
    return f"{definite} for {tail}" if tail else definite


def _definite(name: str, endings: tuple[tuple[str, str], ...]) -> str:
    return next((name + tail for end, tail in endings if name.casefold().endswith(end)), name)
