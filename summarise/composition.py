"""The sentences of a beslutning as they are put together, each with its evidence."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Set
from dataclasses import dataclass, field, replace

from minutes.draft import Evidence, Sentence


@dataclass(slots=True, kw_only=True)
class Composition:
    """The sentences as they are put together; `closing` holds the places of those that decide."""

    body: str
    sentences: list[Sentence] = field(default_factory=list)
    closing: list[int] = field(default_factory=list)

    def add(self, text: str, utterance_ids: Iterable[int], quote: str = "", *, decides: bool = False) -> None:
        """Append a sentence that rests on utterances."""
        text = text[:1].upper() + text[1:]
        text = re.sub(r"\.\.+$", ".", text)
        evidence = Evidence(utterance_ids=tuple(sorted(set(utterance_ids))), quote=quote)
        if decides:
            text = self._again(text)
            self.closing.append(len(self.sentences))
        self.sentences.append(Sentence(text=text, evidence=(evidence,)))

    @property
    def text(self) -> str:
        """All sentences."""
        return " ".join(sentence.text for sentence in self.sentences)

    def insert(self, place: int, text: str, utterance_ids: Iterable[int]) -> None:
        """Put a sentence that decides nothing in before the one at the place."""
        self.closing = [one + (one >= place) for one in self.closing]
        evidence = Evidence(utterance_ids=tuple(sorted(set(utterance_ids))))
        self.sentences.insert(place, Sentence(text=text, evidence=(evidence,)))

    def drop(self, places: Set[int]) -> None:
        """Take sentences out that decide nothing."""
        kept = [place for place in range(len(self.sentences)) if place not in places]
        self.closing = [kept.index(place) for place in self.closing]
        self.sentences = [self.sentences[place] for place in kept]

    def reword_decision(self, reword: Callable[[str], str]) -> None:
        """Put the first sentence that decides otherwise, on the same evidence."""
        for place in self.closing[:1]:
            self.sentences[place] = replace(self.sentences[place], text=reword(self.sentences[place].text))

    def _again(self, text: str) -> str:
        """The second decision in a row begins with "Videre": "Videre godkendte Udvalget …"."""
        last = self.closing[-1:] == [len(self.sentences) - 1] and self.sentences[-1].text
        verb = re.match(rf"{re.escape(self.body)} (\w+)(.*)$", text, re.S)
        if not last or not verb or not last.startswith((self.body, "Videre")):
            return text
        return f"Videre {verb[1]} {self.body}{verb[2]}"
