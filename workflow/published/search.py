"""Search in Danish: what a person types becomes terms, the index finds, and the hits are ranked here.

Ranking is our own, so that both databases give one order: BM25's way of counting (a word that comes often
counts more, but less and less; a long text counts less than a short one) without its weights for rare words,
since every hit holds every word. A word in the title counts more than in the text; a part of a compound half.
Of very many hits the newest `RANKED` are ranked and the others follow, newest first. Of even more only the
newest `COUNTED` are hits: who looks for so common a word must say more, or name a body or a time.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

import numpy as np
import sqlalchemy as sa

from minutes.errors import InputError
from workflow.published import item_keys, tables
from workflow.published.database import Transaction
from workflow.published.index import Index, Term, Within
from workflow.published.item_keys import Keys
from workflow.published.reading import Scope
from workflow.published.words import tokens
from workflow.published.writing import spaced

LONGEST_QUERY = 500
MOST_TERMS = 32
RANKED = 100
COUNTED = 5_000
_SATURATION, _LENGTH_WEIGHT, _USUAL_LENGTH = 1.2, 0.75, 150.0
_PART, _TITLE = 0.5, 1.5
_PHRASE = re.compile(r"[\"“”„»«]([^\"“”„»«]*)[\"“”„»«]?")


class HitOrder(StrEnum):
    """How hits are sorted."""

    RELEVANCE = "relevance"
    DATE = "date"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is looked for, and where. `first_day` and `last_day` are included."""

    terms: tuple[Term, ...]
    bodies: Scope = None
    first_day: date | None = None
    last_day: date | None = None
    order: HitOrder = HitOrder.RELEVANCE
    descending: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The hits in their order, and how many there are by body and by year; `capped`: there are more."""

    keys: Keys
    capped: bool
    by_body: Mapping[int, int]
    by_year: Mapping[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One hit: its document as JSON text, and what a snippet is cut from."""

    json: str
    text: str


def read_terms(typed: str) -> tuple[Term, ...]:
    """The terms of what a person typed: "in quotation marks" in a row, all else anywhere.

    What hangs together, as a journal number does, is looked for in a row too. Nothing in it is an operator.

    Raises:
        InputError: it is longer than `LONGEST_QUERY`, or has more than `MOST_TERMS` terms.
    """
    if len(typed) > LONGEST_QUERY:
        raise _too_long(f"the query has more than {LONGEST_QUERY} characters")
    found: dict[Term, None] = {}
    for phrase in _PHRASE.findall(typed):
        found[Term(tokens=tuple(tokens(phrase)), exact=True)] = None
    for chunk in _PHRASE.sub(" ", typed).split():
        found[Term(tokens=tuple(tokens(chunk)), exact=False)] = None
    terms = tuple(term for term in found if term.tokens)
    if len(terms) > MOST_TERMS:
        raise _too_long(f"the query has more than {MOST_TERMS} words")
    return terms


def find(tx: Transaction, index: Index, question: Question) -> Found:
    """The hits, ranked. A word that alone has more than `COUNTED` is not looked for as part of others."""
    keys = np.zeros(0, dtype=np.int64)
    if question.terms:
        within = Within(
            first=item_keys.from_day(question.first_day) if question.first_day else 0,
            last=item_keys.through_day(question.last_day) if question.last_day else item_keys.LAST,
            bodies=question.bodies,
        )
        terms = [_told(tx, index, term, within) for term in question.terms]
        keys = index.matching(tx, terms, within, COUNTED + 1)
    counted = keys[:COUNTED]
    return Found(
        keys=_ordered(tx, question, counted),
        capped=len(keys) > COUNTED,
        by_body=_counts(item_keys.body_of(counted)),
        by_year=_counts(item_keys.year_of(counted)),
    )


def hits(tx: Transaction, keys: Sequence[int]) -> list[Hit]:
    """The hits with these keys, in this order."""
    items = tables.items
    rows = {
        row.key: row
        for row in tx.execute(
            sa.select(items.c.key, items.c.hit, items.c.text).where(items.c.key.in_([int(k) for k in keys]))
        )
    }
    return [Hit(json=rows[key].hit, text=rows[key].text) for key in map(int, keys) if key in rows]


def _told(tx: Transaction, index: Index, term: Term, within: Within) -> Term:
    """The term as it is looked for: the parts of a very common word would tell nothing and cost a lot."""
    if not term.is_part:
        return term
    whole = replace(term, exact=True)
    return whole if len(index.matching(tx, [whole], within, COUNTED + 1)) > COUNTED else term


def _ordered(tx: Transaction, question: Question, keys: Keys) -> Keys:
    if question.order is HitOrder.DATE:
        return keys if question.descending else keys[::-1]
    newest: list[int] = keys[:RANKED].tolist()
    schema = "" if tx.dialect.name == "sqlite" else f"{tables.SCHEMA}."
    # Written out: binding a hundred numbers anew for every question takes longer than reading the rows.
    rows = tx.exec_driver_sql(
        f"SELECT key, title, tokens, length FROM {schema}words "
        f"WHERE key IN ({', '.join(map(str, newest)) or 'NULL'})"
    )
    scores = {row.key: _score(row, question.terms) for row in rows}
    ranked = sorted(newest, key=lambda key: (-scores.get(key, 0.0), -key))
    return np.concatenate([np.array(ranked, dtype=np.int64), keys[RANKED:]])


def _score(row: Any, terms: Sequence[Term]) -> float:
    usual = _SATURATION * (1 - _LENGTH_WEIGHT + _LENGTH_WEIGHT * row.length / _USUAL_LENGTH)
    total = 0.0
    for term in terms:
        often = _how_often(term, row.tokens)
        total += often / (often + usual)
        if term.tokens[0] in row.title:
            total += _TITLE * min(1.0, _how_often(term, row.title))
    return round(total, 9)


def _how_often(term: Term, text: str) -> float:
    """How often a term is in tokens that `spaced` wrote; part of a compound counts `_PART`."""
    whole = spaced(term.tokens)
    if not term.is_part:
        return float(text.count(whole))
    starts, ends = text.count(whole[:-1]), text.count(whole[1:])
    exact = text.count(whole) if starts and ends else 0
    return exact + _PART * (starts + ends - 2 * exact)


def _counts(values: Keys) -> dict[int, int]:
    each, how_often = np.unique(values, return_counts=True)
    return {int(value): int(often) for value, often in zip(each, how_often, strict=True)}


def _too_long(what: str) -> InputError:
    return InputError(what, where="query", remedy="Ask for fewer words")
