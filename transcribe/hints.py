"""What the agenda tells an engine to expect: the body, the names, the rarer words of the titles."""

from __future__ import annotations

import re

from minutes.agenda import Agenda
from transcribe.engine import Hints
from transcribe.hearing import phrases

LETTERS_PER_TOKEN = 2.5
"""Danish letters that one of Whisper's tokens holds, on the careful side."""
_TERM = re.compile(r"[^\W\d_]{6,}")


def hints(agenda: Agenda, prompt_tokens: int) -> Hints:
    """A prompt within the engine's budget; names stand last but for the terms, which are cut first."""
    if prompt_tokens == 0:
        return Hints()
    budget = int(prompt_tokens * LETTERS_PER_TOKEN)
    names = ", ".join(person.name for person in agenda.meeting.participants)
    terms = list(dict.fromkeys(t for item in agenda.items for t in _TERM.findall(item.title)))
    while True:
        text = phrases().hint.format(body=agenda.meeting.body, names=names, terms=", ".join(terms))
        if len(text) <= budget or not terms:
            return Hints(prompt=text[:budget])
        terms.pop()
