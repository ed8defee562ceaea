"""What a language model must answer: the JSON schema of a draft and of a repair, and how answers are read."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from minutes.agenda import AgendaItem
from minutes.vocabulary import ClauseOutcome, Outcome
from summarise.language_model import Schema

OUTCOMES = tuple(outcome for outcome in Outcome if outcome is not Outcome.CLOSED)
"""What a model may answer. That an item is closed is the agenda's to say."""
MOST_SENTENCES = 8
_LONGEST_SENTENCE = 450
_MOST_CITATIONS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class AnsweredSentence:
    """A sentence and the utterances that the model names for it. `index` is that of a sentence to repair."""

    text: str
    utterances: tuple[int, ...]
    index: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnsweredClause:
    """The model's answer to one clause; `sentences` are indices into the answer's sentences."""

    number: int
    outcome: ClauseOutcome
    sentences: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A whole answer, as far as it could be read. Nothing in it has been checked against the talk."""

    sentences: tuple[AnsweredSentence, ...]
    clauses: tuple[AnsweredClause, ...]
    outcome: Outcome


def draft_schema(item: AgendaItem, utterances: Sequence[int]) -> Schema:
    """The schema of a draft, what was decided first: citations, clauses and outcomes are closed lists."""
    properties: dict[str, Any] = {
        "clauses": {"type": "array", "maxItems": len(item.clauses), "items": _clause(item)},
        "outcome": {"enum": [outcome.value for outcome in OUTCOMES]},
        "sentences": {"type": "array", "maxItems": MOST_SENTENCES, "items": _sentence(utterances)},
    }
    if not item.clauses:
        del properties["clauses"]
    return _object(properties)


def repair_schema(count: int, utterances: Sequence[int]) -> Schema:
    """The schema of a repair: at most one new text for each of `count` sentences."""
    sentence = _sentence(utterances)
    properties = {"index": {"enum": list(range(count))}, **sentence["properties"]}
    return _object({"sentences": {"type": "array", "maxItems": count, "items": _object(properties)}})


def _sentence(utterances: Sequence[int]) -> dict[str, Any]:
    cited = {"type": "array", "maxItems": _MOST_CITATIONS, "items": {"enum": list(utterances)}}
    return _object({"utterances": cited, "text": {"type": "string", "maxLength": _LONGEST_SENTENCE}})


def _clause(item: AgendaItem) -> dict[str, Any]:
    return _object(
        {
            "number": {"enum": sorted({clause.number for clause in item.clauses})},
            "outcome": {"enum": [outcome.value for outcome in ClauseOutcome]},
            "sentences": {
                "type": "array",
                "maxItems": MOST_SENTENCES,
                "items": {"enum": list(range(MOST_SENTENCES))},
            },
        }
    )


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def read_answer(text: str) -> Answer | None:
    """The answer, or None where the text is not JSON of the draft's form."""
    try:
        table = json.loads(_inner(text))
        return Answer(
            sentences=tuple(_read_sentence(one) for one in table["sentences"]),
            clauses=tuple(_read_clause(one) for one in table.get("clauses", [])),
            outcome=Outcome(table["outcome"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def read_repair(text: str) -> tuple[AnsweredSentence, ...]:
    """The repaired sentences; none where the text is not JSON of the repair's form."""
    try:
        return tuple(_read_sentence(one, repaired=True) for one in json.loads(_inner(text))["sentences"])
    except (ValueError, KeyError, TypeError, AttributeError):
        return ()


def _inner(text: str) -> str:
    """Without the fence and the thinking that some servers leave around the JSON."""
    text = text.rpartition("</think>")[2].strip()
    return text.removeprefix("```json").removeprefix("```").removesuffix("```")


def _read_sentence(one: dict[str, Any], *, repaired: bool = False) -> AnsweredSentence:
    text, cited = one["text"], one["utterances"]
    if not isinstance(text, str) or not all(type(i) is int for i in cited):
        raise TypeError("a sentence has a text and whole numbers")
    index = one["index"] if repaired else None
    if repaired and type(index) is not int:
        raise TypeError("an index is a whole number")
    return AnsweredSentence(text=" ".join(text.split()), utterances=tuple(dict.fromkeys(cited)), index=index)


def _read_clause(one: dict[str, Any]) -> AnsweredClause:
    if type(one["number"]) is not int or not all(type(i) is int for i in one["sentences"]):
        raise TypeError("a clause has whole numbers")
    return AnsweredClause(
        number=one["number"],
        outcome=ClauseOutcome(one["outcome"]),
        sentences=tuple(dict.fromkeys(one["sentences"])),
    )
