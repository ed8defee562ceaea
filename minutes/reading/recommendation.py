"""The indstilling: who proposes, and the clauses as numbers, bullets, letters or one sentence."""

from __future__ import annotations

import re

from minutes.agenda import Clause
from minutes.reading.printed_words import IMPERSONAL, PROPOSER_AFTER, PROPOSES, STARTS_WITH_MONTH

_NUMBER = re.compile(r"^\s*(?:At\s+(?=\d+\)))?(?P<n>\d{1,2})[.)]\s*(?P<text>\S.*)$")
_LETTER = re.compile(r"^\s*(?P<n>[a-zæøå])[.)]\s+(?P<text>\S.*)$", re.IGNORECASE)
_BULLET = re.compile(r"^\s*[-–—•*·▪●◦]\s*(?P<text>\S.*)$")
_AT = re.compile(r"^\s*(?P<text>(?:at|At)\s.*)$")
_INTRO_AT = re.compile(
    r"\b(?:indstiller|indstilles|anbefaler|anbefales|foreslår|foreslås|anmoder)\b[^.]*?[,:]?\s+(?=at\s)"
)
_AND_ANOTHER = re.compile(r"\b\w+(?<!e[rn]n)es\s+og\s+(?=\w+(?<!e[rn]n)es\b)", re.IGNORECASE)
"""Two verbs in the passive, not two nouns in the genitive ("borgernes og pårørendes")."""
_ENDS = re.compile(r"[.!?:;,]$")


def read_recommendation(text: str) -> tuple[str | None, tuple[Clause, ...]]:
    """The proposer and the clauses of an indstilling's text.

    The first kind of mark that the text uses makes the clauses; further marks inside a clause are its own
    sub-points. Without any mark, the sentence after "indstiller" is one clause.
    """
    lines = text.split("\n")
    for mark in (_NUMBER, _LETTER, _BULLET, _AT):
        clauses = _clauses(lines, mark)
        if clauses:
            first = next(i for i, line in enumerate(lines) if mark.match(line))
            return _proposer(lines[:first], lines), clauses
    return _proposer(lines, lines), _one_sentence(text)


def acts_asked(clause: Clause) -> int:
    """How many things a clause asks for: "drøftes og tages til efterretning" are two."""
    return 1 + len(_AND_ANOTHER.findall(clause.text))


def _clauses(lines: list[str], mark: re.Pattern[str]) -> tuple[Clause, ...]:
    found: list[tuple[int, list[str]]] = []
    marked = [line for line in lines if mark.match(line)]
    depth = min((_indent(line) for line in marked), default=0)
    sign = _sign(marked[0]) if marked and mark is _BULLET else None
    blank = False
    for line in lines:
        match = mark.match(line)
        inner = sign is not None and match is not None and _sign(line) != sign
        if (
            match
            and not inner
            and _indent(line) == depth
            and _is_next(match, [number for number, _ in found])
        ):
            found.append((_number(match, len(found) + 1), [match["text"].strip()]))
        elif not line.strip():
            blank = True
            continue
        elif found and not (blank and _ends_clause(found[-1][1][-1], line)):
            found[-1][1].append(line.strip())
        elif found:
            break
        blank = False
    return tuple(Clause(number=number, text=_joined(parts)) for number, parts in found)


def _number(match: re.Match[str], ordinal: int) -> int:
    given = match.groupdict().get("n")
    if given is None:
        return ordinal
    return int(given) if given.isdigit() else ordinal


def _sign(line: str) -> str:
    """The bullet of a line; people mix the dashes."""
    return "-" if line.strip()[0] in "-–—" else line.strip()[0]


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _is_next(match: re.Match[str], numbers: list[int]) -> bool:
    """A number that counts on or starts afresh; "15. april" at the start of a wrapped line does neither."""
    given = match.groupdict().get("n") or ""
    if not given.isdigit():
        return True
    return not STARTS_WITH_MONTH.match(match["text"]) and (not numbers or int(given) in (1, numbers[-1] + 1))


def _ends_clause(last: str, line: str) -> bool:
    """After a blank line the clause goes on only with its own sub-points or a broken-off sentence."""
    return not (_BULLET.match(line) or (line.strip()[:1].islower() and not _ENDS.search(last)))


def _joined(parts: list[str]) -> str:
    text = parts[0]
    for part in parts[1:]:
        text += ("\n" if _BULLET.match(part) or _LETTER.match(part) else " ") + part
    return text


def _one_sentence(text: str) -> tuple[Clause, ...]:
    flat = " ".join(text.split())
    match = _INTRO_AT.search(flat)
    if match is None:
        return ()
    return (Clause(number=1, text=flat[match.end() :]),)


def _proposer(before: list[str], lines: list[str]) -> str | None:
    intro = " ".join(line.strip() for line in before if line.strip())
    match = None if IMPERSONAL.match(intro) else PROPOSES.match(intro)
    if match and match["proposer"].strip(" ,:"):
        return match["proposer"].strip(" ,:")
    after = PROPOSER_AFTER.match(next((line.strip() for line in reversed(lines) if line.strip()), ""))
    return after["proposer"] if after else None
