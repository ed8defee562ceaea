"""The rows of talk as a template takes them: times as text, words with how sure they were heard."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from minutes.rendering.evidence import clock
from minutes.transcript import DropReason, Utterance, Word
from workflow.spoken import Row, RowKind

CHUNK = 60
"""Rows that are sent at once: some screens full."""
UNSURE, DOUBTFUL = 0.5, 0.7
"""A word that was heard with less probability than this is tinted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownWord:
    """A word. `doubt`: "", "some" or "much"; `percent` is how sure it was heard."""

    text: str
    doubt: str
    percent: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownRow:
    """A row. `begins`: its item is another one than that of the row before it.

    `starts` holds the seconds at which its words begin; `text` is given where they are not known one by one.
    """

    kind: RowKind
    first: int
    last: int
    start: float
    end: float
    clock: str
    until: str
    item_id: str | None
    begins: bool
    fixed: bool
    speaker: str | None
    dropped: DropReason | None
    original_text: str | None
    words: tuple[ShownWord, ...]
    starts: str
    text: str

    @property
    def count(self) -> int:
        """How many utterances it stands for."""
        return self.last - self.first + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """A run of rows, by the utterances and seconds between which they lie."""

    number: int
    first: int
    last: int
    start: float
    end: float
    clock: str
    until: str
    size: int


def chunks(rows: Sequence[Row]) -> tuple[Chunk, ...]:
    """The rows in runs of `CHUNK`."""
    return tuple(
        _chunk(number, rows[start : start + CHUNK]) for number, start in enumerate(range(0, len(rows), CHUNK))
    )


def shown(rows: Sequence[Row], number: int, labels: Mapping[str, str]) -> Iterator[ShownRow]:
    """The rows of one chunk; `labels` holds the items that have a name here."""
    first = number * CHUNK
    before = rows[first - 1] if first else None
    for row in rows[first : first + CHUNK]:
        yield _shown(row, begins=before is None or _item(before, labels) != _item(row, labels))
        before = row


def _item(row: Row, labels: Mapping[str, str]) -> object:
    return (row.kind in (RowKind.WITHHELD, RowKind.LEFT_OUT), row.item_id if row.item_id in labels else None)


def _chunk(number: int, rows: Sequence[Row]) -> Chunk:
    start, end = rows[0].first.start, rows[-1].last.end
    return Chunk(
        number=number,
        first=rows[0].first.id,
        last=rows[-1].last.id,
        start=start,
        end=end,
        clock=clock(start),
        until=clock(end),
        size=len(rows),
    )


def _shown(row: Row, *, begins: bool) -> ShownRow:
    one = row.first
    is_said = row.kind in (RowKind.OWN, RowKind.BESIDE)
    words = _words(one) if is_said else ()
    return ShownRow(
        kind=row.kind,
        first=one.id,
        last=row.last.id,
        start=one.start,
        end=row.last.end,
        clock=clock(one.start),
        until=clock(row.last.end),
        item_id=row.item_id,
        begins=begins,
        fixed=row.fixed,
        speaker=one.speaker if is_said else None,
        dropped=one.dropped if is_said else None,
        original_text=one.original_text if is_said else None,
        words=tuple(_word(word) for word in words),
        starts=" ".join(f"{word.start:.2f}" for word in words),
        text=one.text if is_said and not words else "",
    )


def _words(one: Utterance) -> tuple[Word, ...]:
    """Its words, where they are the text; a text that was corrected in another way is shown as it is."""
    return one.words if [word.text.strip() for word in one.words] == one.text.split() else ()


def _word(word: Word) -> ShownWord:
    doubt = "much" if word.probability < UNSURE else "some" if word.probability < DOUBTFUL else ""
    return ShownWord(text=word.text.strip(), doubt=doubt, percent=round(100 * word.probability))
