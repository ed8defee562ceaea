"""The roster: names with titles in brackets, where a title may hold commas and "&"."""

from __future__ import annotations

import re
from dataclasses import replace

from minutes.agenda import Participant
from minutes.reading.printed_words import SUBSTITUTE

_ABSENT_IN_ROLE = re.compile(r"\b(?:afbud|fraværende)\b", re.IGNORECASE)
_PERSON = re.compile(r"^(?P<name>[^(]+?)\s*\((?P<role>.*)\)\s*\.?$", re.DOTALL)
_BULLET = re.compile(r"^[-–•*·]\s+")
_INITIALS = re.compile(r"^(?:initialer|init\.?)\s*:?\s*(?P<initials>\w{2,5})$", re.IGNORECASE)


def read_people(text: str, *, present: bool | None) -> tuple[Participant, ...]:
    """The people of a roster, in order; `present` as the roster's label says it."""
    return tuple(_person(part, present) for part in _parts(text))


def as_substitutes(people: tuple[Participant, ...]) -> tuple[Participant, ...]:
    """People under the label "Stedfortrædere": the label is their role, and "for NN" belongs to it."""
    substitutes = []
    for person in people:
        name, _, absent = person.name.partition(" for ")
        whom = person.role or (f"for {absent}" if absent else "")
        role = (
            f"{SUBSTITUTE} {whom}".strip() if whom.startswith("for ") or not whom else f"{whom}, {SUBSTITUTE}"
        )
        substitutes.append(replace(person, name=name, role=role))
    return tuple(substitutes)


def _parts(text: str) -> list[str]:
    """Split at commas, semicolons and "og" outside brackets; a lower-case part is the title before it."""
    parts: list[str] = []
    depth, start = 0, 0
    for match in re.finditer(r"[()]|[,;\n]|\s+og\s+", text):
        mark = match.group()
        if mark in "()":
            depth = max(0, depth + (1 if mark == "(" else -1))
        elif depth == 0:
            parts.append(text[start : match.start()])
            start = match.end()
    parts.append(text[start:])
    people: list[str] = []
    for part in (_BULLET.sub("", p.strip()) for p in parts):
        if people and part[:1].islower() and "(" not in people[-1]:
            people[-1] = f"{people[-1]} ({part})"
        elif part:
            people.append(part)
    return people


def _person(text: str, present: bool | None) -> Participant:
    match = _PERSON.match(text)
    if match is None:
        return Participant(name=text, present=present)
    role, initials = _without_initials(match["role"].strip())
    if role and _ABSENT_IN_ROLE.search(role):
        present = False
        role = "" if _ABSENT_IN_ROLE.fullmatch(role) else role
    return Participant(
        name=match["name"],
        role=role or None,
        initials=initials,
        present=present,
    )


def _without_initials(role: str) -> tuple[str, str | None]:
    """A title and the initials that may stand last in it ("formand, Initialer: PIM")."""
    before, _, last = role.rpartition(",")
    match = _INITIALS.match(last.strip())
    return (before.strip(), match["initials"]) if match else (role, None)
