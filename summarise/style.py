"""The house's style, learnt from the municipality's own approved minutes: by counting, on this machine.

Nothing of their text reaches a draft but the choice among the wordings of `prompts/style.toml`.
"""

from __future__ import annotations

import re
import statistics
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from minutes.agenda import AgendaItem
from minutes.codec import from_json
from minutes.errors import InputError
from minutes.reading.agenda_file import read_agenda
from minutes.vocabulary import SectionKind
from summarise.acts import Act
from summarise.clauses import kind_of
from summarise.prompting import PROMPTS
from summarise.subjects import body_subject

WORDINGS = PROMPTS / "style.toml"
SUFFIXES = (".docx", ".pdf", ".html", ".htm", ".txt", ".json")
LEAST_SEEN = 3
"""Decisions that a wording must stand in, more than any other wording, before the drafter takes it up."""
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-ZÆØÅ])")


class ItemType(StrEnum):
    """What an item asks for, by its title or its indstilling."""

    APPROVAL = "godkendelse"
    BRIEFING = "orientering"
    DISCUSSION = "drøftelse"
    DECISION = "beslutning"
    OTHER = "andet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How often a wording, a word or a subject was seen."""

    name: str
    times: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeStyle:
    """The decisions of one type: how many, their length in words, and sentences, in the median."""

    type: ItemType
    decisions: int
    words: float
    sentences: float


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseStyle:
    """What was counted. `wordings` are named as in `prompts/style.toml`: "approved.passive"."""

    meetings: int
    subjects: tuple[Count, ...]
    wordings: tuple[Count, ...]
    connectives: tuple[Count, ...]
    types: tuple[TypeStyle, ...]

    def chosen(self) -> Mapping[str, str]:
        """The formula's name -> the house's wording of it, where one was seen often enough."""
        found: dict[str, str] = {}
        for group in _groups():
            seen = {c.name: c.times for c in self.wordings if c.name.startswith(f"{group}.")}
            best = max(seen, key=lambda name: seen[name], default=None)
            if best and seen[best] >= LEAST_SEEN and list(seen.values()).count(seen[best]) == 1:
                found[group] = _table()[group][best.partition(".")[2]]["says"]
        return found


def item_type(item: AgendaItem) -> ItemType:
    """By the title's first word, else by what the clauses ask for."""
    first = item.title.strip().casefold().split(" ")[0]
    named = next((kind for kind in ItemType if first.startswith(kind.value)), None)
    if named is not None:
        return named
    kinds = {kind_of(clause.text) for clause in item.clauses}
    if not kinds:
        return ItemType.OTHER
    if kinds <= {Act.NOTED}:
        return ItemType.BRIEFING
    return ItemType.DISCUSSION if kinds <= {Act.NOTED, Act.DISCUSSED} else ItemType.DECISION


def learn_style(folder: Path) -> HouseStyle:
    """The style of the minutes that lie in a folder.

    Raises:
        InputError: there are none, one cannot be read, or none holds a beslutning.
    """
    paths = sorted(path for path in folder.glob("*") if path.suffix.lower() in SUFFIXES)
    decided = [(body, item, text) for path in paths for body, item, text in _decisions(path)]
    if not decided:
        raise InputError(
            "no minutes with a beslutning lie here",
            where=str(folder),
            remedy=f"Give a folder of approved minutes ({', '.join(SUFFIXES)})",
        )
    subjects = Counter(s for body, _, text in decided if (s := _subject(text, body)))
    return HouseStyle(
        meetings=len(paths),
        subjects=_counted(subjects),
        wordings=_counted(Counter(name for *_, text in decided for name in _wordings(text))),
        connectives=_counted(Counter(word for *_, text in decided for word in _connectives(text))),
        types=tuple(_types([(item, text) for _, item, text in decided])),
    )


def read_style(path: Path) -> HouseStyle:
    """A style that `referent style show FOLDER -o FILE` wrote.

    Raises:
        InputError: it cannot be read, or is none.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InputError(
            "the house's style cannot be read",
            where=str(path),
            remedy="Write it by: referent style show FOLDER -o FILE",
        ) from error
    return from_json(content, HouseStyle, where=str(path))


def _decisions(path: Path) -> Iterator[tuple[str, AgendaItem, str]]:
    agenda = read_agenda(path)
    for item in agenda.items:
        section = item.section(SectionKind.DECISION)
        if section is not None and section.text.strip() and not item.closed:
            yield agenda.meeting.body, item, section.text.strip()


def _subject(text: str, body: str) -> str | None:
    """The body as the text begins with it, in the form of `body_subject` or as the agenda names it."""
    return next((name for name in (body_subject(body), body) if name and text.startswith(name)), None)


def _wordings(text: str) -> Iterator[str]:
    for sentence in _SENTENCE.split(text):
        for group in _groups():
            for name, wording in _table()[group].items():
                if re.search(wording["finds"], sentence.casefold()):
                    yield f"{group}.{name}"
                    break


def _connectives(text: str) -> Iterator[str]:
    for word in _table()["words"]["connectives"]:
        if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text.casefold()):
            yield word


def _types(decided: Sequence[tuple[AgendaItem, str]]) -> Iterator[TypeStyle]:
    for kind in ItemType:
        texts = [text for item, text in decided if item_type(item) is kind]
        if texts:
            yield TypeStyle(
                type=kind,
                decisions=len(texts),
                words=statistics.median(len(text.split()) for text in texts),
                sentences=statistics.median(len(_SENTENCE.split(text)) for text in texts),
            )


def _counted(counter: Counter[str]) -> tuple[Count, ...]:
    return tuple(Count(name=name, times=times) for name, times in counter.most_common())


@cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads(WORDINGS.read_text(encoding="utf-8"))


def _groups() -> list[str]:
    return [group for group in _table() if group != "words"]
