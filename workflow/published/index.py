"""The full-text index: SQLite FTS5 or PostgreSQL's tsvector, over tokens that `words.py` made.

Neither database parses or stems anything itself. Long tokens are also kept backwards under a mark that no
token has, so that the last part of a compound is found as its first part is: "budget" in "driftsbudget".
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Protocol

import numpy as np

from workflow.published import item_keys
from workflow.published.database import Transaction
from workflow.published.item_keys import Keys
from workflow.published.tables import SCHEMA

SHORTEST_PART = 4
"""Part of a compound is only found where it has at least so many letters."""
SHORTEST_COMPOUND = SHORTEST_PART + 3
_BACKWARDS = "å"
_MOST_POSITIONS = 16_000
"""A tsvector counts no further; so neither do we."""
_MOST_OF_ONE = 250
_PREFIXES = " ".join(map(str, range(SHORTEST_PART, 13)))
"""The lengths of parts that FTS5 keeps ready, the mark of backward ones included; others it merges anew."""
_HASH_BYTES = 32 * 2**20
"""How much of FTS5's index is kept in memory before it is written: filling a shelf needs fewer mergers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """An item to be found: `tokens` holds those of the title first, then the rest."""

    key: int
    tokens: tuple[str, ...]
    title: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """What a hit must hold: these tokens in a row. A single one that is not `exact` may be part of a word."""

    tokens: tuple[str, ...]
    exact: bool

    @property
    def is_part(self) -> bool:
        """Whether compounds that begin or end with it are hits too."""
        return not self.exact and len(self.tokens) == 1 and len(self.tokens[0]) >= SHORTEST_PART


@dataclass(frozen=True, slots=True, kw_only=True)
class Within:
    """Where to look: keys from `first` to `last`, of these bodies (None: of all)."""

    first: int
    last: int
    bodies: frozenset[int] | None


class Index(Protocol):
    """What both databases can do."""

    def create(self, tx: Transaction) -> None:
        """Make the index where it is not there."""

    def drop(self, tx: Transaction) -> None:
        """Take the index away."""

    def add(self, tx: Transaction, rows: Sequence[Words]) -> None:
        """Index new items."""

    def remove(self, tx: Transaction, rows: Sequence[Words]) -> None:
        """Forget items, which must be given as they were added."""

    def matching(self, tx: Transaction, terms: Sequence[Term], within: Within, most: int) -> Keys:
        """The newest `most` keys of items that hold all terms, newest first."""


class SqliteIndex:
    """FTS5 without content of its own, in two: only `word_index` knows where words stand, for phrases.

    Looking for parts of words merges the items of many words: without the places, that costs a tenth.
    """

    def create(self, tx: Transaction) -> None:
        """Make the index where it is not there."""
        for table, more in (("word_index", ""), ("part_index", f", detail=none, prefix='{_PREFIXES}'")):
            tx.exec_driver_sql(
                f"CREATE VIRTUAL TABLE IF NOT EXISTS {table} "
                f"USING fts5(tokens, content='', columnsize=0, tokenize='ascii'{more})"
            )
            tx.exec_driver_sql(f"INSERT INTO {table}({table}, rank) VALUES ('hashsize', ?)", (_HASH_BYTES,))

    def drop(self, tx: Transaction) -> None:
        """Take the index away."""
        for table in ("word_index", "part_index"):
            tx.exec_driver_sql(f"DROP TABLE IF EXISTS {table}")

    def add(self, tx: Transaction, rows: Sequence[Words]) -> None:
        """Index new items."""
        for table, values in _sqlite_rows(rows).items():
            tx.exec_driver_sql(f"INSERT INTO {table}(rowid, tokens) VALUES (?, ?)", values)

    def remove(self, tx: Transaction, rows: Sequence[Words]) -> None:
        """Forget items, which must be given as they were added."""
        for table, values in _sqlite_rows(rows).items():
            tx.exec_driver_sql(f"INSERT INTO {table}({table}, rowid, tokens) VALUES ('delete', ?, ?)", values)

    def matching(self, tx: Transaction, terms: Sequence[Term], within: Within, most: int) -> Keys:
        """The newest `most` keys of items that hold all terms, newest first."""
        phrases = [term for term in terms if len(term.tokens) > 1]
        words = [term for term in terms if len(term.tokens) == 1]
        table, sought = ("word_index", phrases) if phrases else ("part_index", words)
        also, told = "", [_sqlite_query(sought)]
        if phrases and words:
            also = "AND rowid IN (SELECT rowid FROM part_index WHERE part_index MATCH ?)"
            told.append(_sqlite_query(words))
        found = tx.exec_driver_sql(
            f"SELECT group_concat(rowid) FROM (SELECT rowid FROM {table} WHERE {table} MATCH ? {also} "
            f"AND rowid BETWEEN ? AND ? {_of_bodies('rowid', within.bodies)} ORDER BY rowid DESC LIMIT ?)",
            (*told, within.first, within.last, most),
        )
        return _keys(found.scalar())


class PostgresqlIndex:
    """A tsvector beside the tokens, written literally: nothing of PostgreSQL's own parsing is asked for."""

    def create(self, tx: Transaction) -> None:
        """Make the index where it is not there."""
        tx.exec_driver_sql(
            f"CREATE TABLE IF NOT EXISTS {SCHEMA}.word_index "
            "(key bigint PRIMARY KEY, vector tsvector NOT NULL)"
        )
        tx.exec_driver_sql(
            f"CREATE INDEX IF NOT EXISTS ix_word_index_vector ON {SCHEMA}.word_index USING gin (vector)"
        )

    def drop(self, tx: Transaction) -> None:
        """Take the index away."""
        tx.exec_driver_sql(f"DROP TABLE IF EXISTS {SCHEMA}.word_index")

    def add(self, tx: Transaction, rows: Sequence[Words]) -> None:
        """Index new items."""
        if rows:
            tx.exec_driver_sql(
                f"INSERT INTO {SCHEMA}.word_index (key, vector) VALUES (%s, %s::tsvector)",
                [(row.key, _vector(_indexed(row.tokens) + _backwards(row.tokens))) for row in rows],
            )

    def remove(self, tx: Transaction, rows: Sequence[Words]) -> None:
        """Forget items, which must be given as they were added."""
        if rows:
            tx.exec_driver_sql(
                f"DELETE FROM {SCHEMA}.word_index WHERE key = %s", [(row.key,) for row in rows]
            )

    def matching(self, tx: Transaction, terms: Sequence[Term], within: Within, most: int) -> Keys:
        """The newest `most` keys of items that hold all terms, newest first."""
        query = " & ".join(f"({' | '.join(_postgresql(term))})" for term in terms)
        found = tx.exec_driver_sql(
            f"SELECT string_agg(key::text, ',') FROM (SELECT key FROM {SCHEMA}.word_index "
            "WHERE vector @@ %s::tsquery AND key BETWEEN %s AND %s "
            f"{_of_bodies('key', within.bodies).replace('%', '%%')} ORDER BY key DESC LIMIT %s) AS found",
            (query, within.first, within.last, most),
        )
        return _keys(found.scalar())


def _keys(listed: str | None) -> Keys:
    """Keys that the database listed as one text, newest first: thousands of rows would take far longer."""
    found = np.fromstring(listed or "", dtype=np.int64, sep=",")
    return np.sort(found)[::-1]


def _of_bodies(key: str, bodies: frozenset[int] | None) -> str:
    if bodies is None:
        return ""
    return f"AND {item_keys.body_expression(key)} IN ({', '.join(map(str, sorted(bodies))) or 'NULL'})"


def _indexed(tokens: Sequence[str]) -> list[str]:
    """The tokens as both databases get them: what a tsvector could not hold is left out of both."""
    counted: dict[str, int] = {}
    kept = []
    for token in islice(tokens, _MOST_POSITIONS):
        counted[token] = counted.get(token, 0) + 1
        kept.append(token if counted[token] <= _MOST_OF_ONE else "")
    # A gap that is left out closes up in both: the positions are counted afterwards.
    return [token for token in kept if token]


def _backwards(tokens: Sequence[str]) -> list[str]:
    """The long ones of the tokens once more, backwards."""
    compounds = dict.fromkeys(token for token in _indexed(tokens) if len(token) >= SHORTEST_COMPOUND)
    return [_BACKWARDS + token[::-1] for token in islice(compounds, _MOST_OF_ONE)]


def _sqlite_rows(rows: Sequence[Words]) -> dict[str, list[tuple[int, str]]]:
    """What goes into each of the two tables."""
    if not rows:
        return {}
    return {
        "word_index": [(row.key, " ".join(_indexed(row.tokens))) for row in rows],
        "part_index": [
            (row.key, " ".join([*dict.fromkeys(_indexed(row.tokens)), *_backwards(row.tokens)]))
            for row in rows
        ],
    }


def _sqlite_query(terms: Sequence[Term]) -> str:
    return " AND ".join(f"({' OR '.join(_sqlite(term))})" for term in terms)


def _vector(tokens: Iterable[str]) -> str:
    places: dict[str, list[str]] = {}
    for place, token in enumerate(tokens, start=1):
        places.setdefault(token, []).append(str(place))
    return " ".join(f"'{token}':{','.join(at)}" for token, at in places.items())


def _sqlite(term: Term) -> Iterable[str]:
    if term.is_part:
        yield f'"{term.tokens[0]}" *'
        yield f'"{_BACKWARDS}{term.tokens[0][::-1]}" *'
    else:
        yield f'"{" ".join(term.tokens)}"'


def _postgresql(term: Term) -> Iterable[str]:
    if term.is_part:
        yield f"'{term.tokens[0]}':*"
        yield f"'{_BACKWARDS}{term.tokens[0][::-1]}':*"
    else:
        yield " <-> ".join(f"'{token}'" for token in term.tokens)
