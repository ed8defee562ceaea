"""A person's text cut into sentences; one that opens a line or a paragraph begins with the line ends."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from summarise.talk import ABBREVIATION_END, ORDINAL_END, SENTENCE_END

LONGEST = 1_500
"""Characters that a sentence may have before it is cut."""
_END = 24
"""Characters before a mark that tell what it ends."""
_MARK = re.compile(r"[-–•*]|\d{1,3}[.)]|[a-zæøå][.)]")
_LISTED = re.compile(rf"\s*(?:(?:{_MARK.pattern})\s+)?")
_INITIAL_END = re.compile(r"(?:^|\W)[A-ZÆØÅ]\.$")


def cleaned(text: str) -> str:
    """The text as it is kept: composed letters, one kind of line end, no control characters, no loose spaces.

    Paragraphs are parted by one empty line.
    """
    text = unicodedata.normalize("NFC", "\n".join(text.splitlines()))
    kept = "".join(c for c in text if c == "\n" or unicodedata.category(c) not in ("Cc", "Cs"))
    lines = "\n".join(" ".join(line.split()) for line in kept.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", lines).strip()


def written_sentences(text: str) -> tuple[str, ...]:
    """The sentences of a cleaned text, in order; those that open a line carry the line ends before it."""
    sentences: list[str] = []
    for line in re.findall(r"\n*[^\n]+", text):
        if sentences and _goes_on_below(line):
            sentences[-1] += line
            continue
        ends = line[: len(line) - len(line.lstrip("\n"))]
        first, *more = _of_line(line.lstrip("\n"))
        sentences += [ends + first, *more]
    return tuple(part for sentence in sentences for part in _pieces(sentence))


def _pieces(sentence: str) -> Iterator[str]:
    """A sentence that never ends, cut between words: checking it whole would take minutes."""
    while len(sentence) > LONGEST:
        breaks = [match.start() for match in re.finditer(r"\s+", sentence) if match.start()]
        place = max((k for k in breaks if k <= LONGEST), default=min(breaks, default=0))
        if not place:
            break
        yield sentence[:place]
        rest = sentence[place:]
        sentence = rest if rest.startswith("\n") else rest.lstrip()
    yield sentence


def _goes_on_below(line: str) -> bool:
    """A line that begins with a small letter, after its list mark if any, belongs to the sentence above."""
    rest = line[_LISTED.match(line).end() :]  # type: ignore[union-attr]
    return rest[:1].islower()


def _of_line(line: str) -> Iterator[str]:
    begun = ""
    for part in SENTENCE_END.split(line):
        if begun and not _goes_on(begun, part):
            yield begun
            begun = part
        else:
            begun = f"{begun} {part}" if begun else part
    yield begun


def _goes_on(before: str, after: str) -> bool:
    """Whether the mark that ends `before` ends an abbreviation, an initial, a date or a list mark instead."""
    end = before[-_END:]
    if ABBREVIATION_END.search(end) or _INITIAL_END.search(end) or _MARK.fullmatch(before):
        return True
    return bool(ORDINAL_END.search(end)) and not after[:1].isupper()
