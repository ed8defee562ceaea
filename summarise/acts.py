"""Decision acts: what a meeting does with an item, by phrases from `prompts/acts.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from summarise.prompting import PROMPTS

PHRASES = PROMPTS / "acts.toml"
TOKEN = re.compile(r"[^\W_]+")
NEAR = 2
"""A negation counts when at most this many words stand between it and the act."""


class Act(StrEnum):
    """What a remark does. The values are the tables of `prompts/acts.toml`."""

    APPROVED = "approved"
    AGREED = "agreed"
    NOTED = "noted"
    DISCUSSED = "discussed"
    POSTPONED = "postponed"
    RETURNED = "returned"
    REJECTED = "rejected"
    RECOMMENDED = "recommended"
    FORWARDED = "forwarded"
    HEARING = "hearing"
    ELECTED = "elected"
    RESPONDED = "responded"
    VOTE = "vote"
    ABSENT = "absent"
    DOUBT = "doubt"
    INFORMED = "informed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """An act heard in a remark, whether it was negated, and where it stands in the plain text."""

    act: Act
    negated: bool
    words: str


def plain(text: str) -> str:
    """The words in lower case with single spaces."""
    return " ".join(TOKEN.findall(text.casefold()))


def acts_in(text: str) -> tuple[Heard, ...]:
    """The acts whose phrases stand in the text, each once, in the order of the table."""
    words = plain(text)
    heard = []
    for act, pattern in _patterns().items():
        match = pattern.search(words)
        if match:
            heard.append(Heard(act=act, negated=_negated(words, match), words=match.group()))
    return tuple(heard)


def _negated(words: str, match: re.Match[str]) -> bool:
    before = words[: match.start()].split()[-NEAR:]
    after = words[match.end() :].split()[:1]
    return any(word in negations() for word in (*before, *after))


@cache
def _table() -> Mapping[str, Mapping[str, object]]:
    return tomllib.loads(PHRASES.read_text(encoding="utf-8"))


def phrases(name: str) -> tuple[str, ...]:
    """The phrases of a table of `prompts/acts.toml`."""
    found = _table()[name]["phrases"]
    assert isinstance(found, list)
    return tuple(found)


@cache
def negations() -> frozenset[str]:
    """Words that turn an act around."""
    return frozenset(phrases("negation"))


@cache
def _patterns() -> Mapping[Act, re.Pattern[str]]:
    return {act: re.compile("|".join(regex_of(phrase) for phrase in phrases(act))) for act in Act}


def regex_of(phrase: str) -> str:
    """A phrase of `prompts/acts.toml` or `prompts/returns.toml` as a regular expression over plain words."""
    parts = []
    for word in phrase.split():
        if word == "...":
            parts.append(r"(?:\w+ ){0,3}")
        elif word == "_":
            parts.append(r"\w+ ")
        elif word == "#":
            parts.append(r"\d+ ")
        else:
            options = [
                re.escape(o[:-1]) + r"\w*" if o.endswith("*") else re.escape(o) for o in word.split("|")
            ]
            parts.append(f"(?:{'|'.join(options)}) ")
    return r"\b" + "".join(parts).rstrip() + r"\b"
