"""From Whisper's tokens to utterances: sentences between pauses, words with times and probabilities."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from whisper.tokenizer import Tokenizer

from minutes.transcript import Utterance, Word
from transcribe.engine import Window
from transcribe.engines.greedy import Decoded

TIMESTAMP_SECONDS = 0.02
PAUSE_SECONDS = 0.4
LONGEST_SECONDS = 20.0
_STRONG_END = re.compile(r"[?!…][\"'»”]?$")
_FULL_STOP = re.compile(r"\.[\"'»”]?$")


@dataclass(frozen=True, slots=True)
class _Piece:
    """A word's text and probability before it has a time."""

    text: str
    probability: float


def utterances(decoded: Decoded, window: Window, tokenizer: Tokenizer) -> tuple[Utterance, ...]:
    """The window's utterances: sentences that follow each other without a pause are one, as a speaker's turn.

    Words share a segment's time by their length in letters.
    """
    sentences = [
        sentence
        for start, end, pieces in _segments(decoded, window, tokenizer)
        for sentence in _sentences(_timed(pieces, start, end))
    ]
    return tuple(
        Utterance(
            id=number,
            start=words[0].start,
            end=words[-1].end,
            text=" ".join(word.text for word in words),
            words=tuple(words),
            avg_logprob=decoded.avg_logprob,
        )
        for number, words in enumerate(_turns(sentences))
    )


def _turns(sentences: Sequence[list[Word]]) -> Iterator[list[Word]]:
    """Sentences joined until a pause of `PAUSE_SECONDS`, or until they would last `LONGEST_SECONDS`."""
    turn: list[Word] = []
    for sentence in sentences:
        pause = turn and sentence[0].start - turn[-1].end >= PAUSE_SECONDS
        if pause or (turn and sentence[-1].end - turn[0].start > LONGEST_SECONDS):
            yield turn
            turn = []
        turn = [*turn, *sentence]
    if turn:
        yield turn


def _segments(
    decoded: Decoded, window: Window, tokenizer: Tokenizer
) -> Iterator[tuple[float, float, list[_Piece]]]:
    """(start, end, words) between timestamp tokens, in seconds of the recording."""
    opened = 0.0
    length = window.end - window.start
    text: list[tuple[int, float]] = []
    for token, probability in zip(decoded.tokens, decoded.probabilities, strict=True):
        if token < tokenizer.timestamp_begin:
            text.append((token, probability))
            continue
        mark = min((token - tokenizer.timestamp_begin) * TIMESTAMP_SECONDS, length)
        if text:
            yield window.start + opened, window.start + max(mark, opened), _words(text, tokenizer)
            text = []
        opened = mark
    if text:
        yield window.start + opened, window.end, _words(text, tokenizer)


def _words(text: Sequence[tuple[int, float]], tokenizer: Tokenizer) -> list[_Piece]:
    """Whole words; a word is as sure as its least sure token."""
    tokens = [token for token, _ in text]
    pieces: list[_Piece] = []
    place = 0
    for word, parts in zip(*tokenizer.split_tokens_on_spaces(tokens), strict=True):
        sure = min(probability for _, probability in text[place : place + len(parts)])
        place += len(parts)
        if word.startswith(" ") or not pieces:
            pieces.append(_Piece(word.strip(), sure))
        else:
            pieces[-1] = _Piece(pieces[-1].text + word, min(pieces[-1].probability, sure))
    return [piece for piece in pieces if piece.text.strip()]


def _timed(pieces: Sequence[_Piece], start: float, end: float) -> list[Word]:
    letters = sum(len(piece.text) + 1 for piece in pieces)
    words = []
    done = 0
    for piece in pieces:
        begin = start + (end - start) * done / letters
        done += len(piece.text) + 1
        stop = start + (end - start) * done / letters
        words.append(
            Word(
                start=round(begin, 2),
                end=round(stop, 2),
                text=piece.text,
                probability=round(piece.probability, 3),
            )
        )
    return words


def _sentences(words: Sequence[Word]) -> Iterator[list[Word]]:
    """Cut after sentence ends. A full stop ends one only before a capital: "den 14. april", "kl. 14"."""
    sentence: list[Word] = []
    for word, following in zip(words, [*words[1:], None], strict=True):
        sentence.append(word)
        if following is None or _ends(word.text, following.text):
            yield sentence
            sentence = []


def _ends(word: str, following: str) -> bool:
    if _STRONG_END.search(word):
        return True
    return bool(_FULL_STOP.search(word)) and following.lstrip("\"'«»“”–- ")[:1].isupper()
