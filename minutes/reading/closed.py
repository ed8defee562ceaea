"""What tells that an item is closed: its title, the part of the agenda that it stands in, its text.

In doubt an item is closed: a closed item taken for open can be published, the other way round a person sees
it missing.
"""

from __future__ import annotations

from minutes.reading.printed_words import (
    CLOSED_LINE,
    CLOSED_PART,
    CLOSED_SENTENCE,
    CLOSED_TITLE,
    CLOSED_TITLE_CAPITALS,
    GROUP,
    PART,
    SUPPLEMENT,
)


def is_part_heading(words: str) -> bool:
    """Whether the words open a part of the agenda ("Åben dagsorden", "Lukkede punkter")."""
    return tells_access(words) or bool(GROUP.match(words))


def tells_access(words: str) -> bool:
    """Whether a part's heading says who may read its items; one that groups them by purpose does not."""
    return bool(PART.match(words) or CLOSED_PART.match(words) or SUPPLEMENT.match(words))


def closes_part(words: str) -> bool:
    """Whether the items under this part's heading are closed."""
    return bool(CLOSED_PART.match(words))


def title_closes(title: str) -> bool:
    """Whether a title says that its item is closed ("Lukket punkt: …", "… (Lukket)", "LUKKET …")."""
    return bool(CLOSED_TITLE.search(title) or CLOSED_TITLE_CAPITALS.search(title))


def line_closes(words: str) -> bool:
    """Whether a line by itself is the mark of a closed item."""
    return bool(CLOSED_LINE.match(words))


def text_closes(text: str) -> bool:
    """Whether a paragraph of the text says that the item is taken behind closed doors."""
    return any(CLOSED_SENTENCE.match(line) for line in text.split("\n"))
