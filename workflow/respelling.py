"""One name put in another's place: whole words only, a genitive stays one ("Hansens" becomes "Hanssons")."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from minutes.draft import Draft, Evidence, Sentence
from minutes.errors import InputError
from minutes.transcript import Utterance, Word
from minutes.vocabulary import ConcernKind

LONGEST_NAME = 100
"""Characters that a name may have."""
_HISSING = ("s", "x", "z")
"""A name that ends so takes an apostrophe for its genitive: "Jens' forslag"."""
_APOSTROPHES = "'’"
_SPELLED = re.compile(r"[^\W\d_](?:[\w'’.\- ]*[\w.])?")


@dataclass(frozen=True)
class Respelling:
    """Puts `new` in the place of `old`.

    Upper and lower case count; a part of a word, or of a name joined by a hyphen, does not.
    """

    old: str
    new: str

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        words = r"\s+".join(re.escape(word) for word in self.old.split())
        ending = f"[{_APOSTROPHES}]s?" if self.old.endswith(_HISSING) else f"[{_APOSTROPHES}]?s"
        return re.compile(rf"(?<![\w-]){words}(?P<genitive>{ending})?(?![\w-])")

    def text(self, text: str) -> str:
        """The text with the new name."""
        return self._pattern.sub(lambda found: self._form(found["genitive"]), text)

    def is_in(self, text: str) -> bool:
        """Whether the old name stands in the text."""
        return self._pattern.search(text) is not None

    def utterance(self, utterance: Utterance) -> Utterance:
        """The utterance with the new name in text, words and speaker; what was heard stays beside it.

        Words that a person put right are certain. Where the new name has another number of words than the old
        one, they share its time.
        """
        speaker = None if utterance.speaker is None else self.text(utterance.speaker)
        if not self.is_in(utterance.text):
            return replace(utterance, speaker=speaker)
        return replace(
            utterance,
            text=self.text(utterance.text),
            speaker=speaker,
            words=self._words(utterance.words),
            original_text=utterance.original_text or utterance.text,
        )

    def draft(self, draft: Draft) -> Draft:
        """The draft with the new name in its sentences and in what it quotes of the talk."""
        return replace(
            draft,
            sentences=tuple(self._sentence(sentence) for sentence in draft.sentences),
            concerns=tuple(
                replace(one, detail=self.text(one.detail)) if one.kind is ConcernKind.CUT else one
                for one in draft.concerns
            ),
        )

    def _words(self, words: tuple[Word, ...]) -> tuple[Word, ...]:
        """The words with the new name; a genitive and the marks around it stay with the name."""
        made: list[Word] = []
        texts = [word.text.strip() for word in words]
        starts = [sum(len(text) + 1 for text in texts[:k]) for k in range(len(texts) + 1)]
        whole = " ".join(texts)
        done = 0
        for found in self._pattern.finditer(whole):
            first = bisect_right(starts, found.start()) - 1
            last = bisect_right(starts, found.end() - 1) - 1
            if first < done:
                continue
            put = self.text(whole[starts[first] : starts[last + 1] - 1])
            made += [*words[done:first], *_spread(put.split(), words[first : last + 1])]
            done = last + 1
        return (*made, *words[done:])

    def _sentence(self, sentence: Sentence) -> Sentence:
        return replace(
            sentence,
            text=self.text(sentence.text),
            evidence=tuple(self._evidence(one) for one in sentence.evidence),
        )

    def _evidence(self, evidence: Evidence) -> Evidence:
        said = evidence.agenda_section is None
        return replace(evidence, quote=self.text(evidence.quote)) if said else evidence

    def _form(self, genitive: str | None) -> str:
        if not genitive:
            return self.new
        return self.new + ("'" if self.new.endswith(_HISSING) else "s")


def respelling(old: str, new: str) -> Respelling:
    """The respelling of one name.

    Raises:
        InputError: one of the two is no name, or they are the same.
    """
    clean = [" ".join(unicodedata.normalize("NFC", name).split()) for name in (old, new)]
    for field, name in zip(("old", "new"), clean, strict=True):
        if not _SPELLED.fullmatch(name) or len(name) > LONGEST_NAME:
            raise InputError(
                f"this is no name of at most {LONGEST_NAME} characters",
                where=field,
                remedy="Write letters, with hyphens, full stops and spaces between them",
            )
    if clean[0] == clean[1]:
        raise InputError("the two names are the same", where="new", remedy="Write how it should be spelled")
    return Respelling(*clean)


def _spread(texts: Sequence[str], heard: Sequence[Word]) -> Sequence[Word]:
    """These texts over the time of the words that they take the place of."""
    if len(texts) == len(heard):
        return [replace(word, text=text, probability=1.0) for word, text in zip(heard, texts, strict=True)]
    start, end = heard[0].start, heard[-1].end
    step = (end - start) / len(texts)
    return [
        Word(start=start + k * step, end=start + (k + 1) * step, text=text, probability=1.0)
        for k, text in enumerate(texts)
    ]
