"""Danish words as search compares them: lower case, æ, ø and å spelt one way, the stem, plain ASCII.

Both databases are given these tokens and nothing else, so that both find the same.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import snowballstemmer

WORD = re.compile(r"[^\W_]+")
_STOP_WORDS = """
ad af alle alt anden at blev blive bliver da de dem den denne der deres det dette dig din disse dog
du efter eller en end er et for fra ham han hans har havde have hende hendes her hos hun hvad hvis
hvor i jeg jer kan kom man mange med meget men mig min mine mit ned noget nogle nu når og også om op
os over på selv sig sin sine sit skal som sådan til ud under var vi vil ville være været
"""
STOP_WORDS = frozenset(_STOP_WORDS.split())
"""Words that carry no subject. Negations are kept: they tell decisions apart."""

_DIGRAPHS = (("aa", "å"), ("ae", "æ"), ("oe", "ø"))
_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ä": "ae", "ö": "oe", "ü": "u", "ß": "ss"})
_LONGEST = 40
_KNOWN = 60_000


@lru_cache(maxsize=_KNOWN)
def fold(word: str) -> str:
    """A word as its token: "Åbenråvejen" and "aabenraavej" are the same.

    The token is empty where nothing is left of the word, as for a stop word.
    """
    lower = unicodedata.normalize("NFC", word).lower()
    for letters, letter in _DIGRAPHS:
        lower = lower.replace(letters, letter)
    if lower in STOP_WORDS:
        return ""
    stem = lower if lower[0].isdigit() else _stemmed(lower)
    plain = unicodedata.normalize("NFKD", stem.translate(_LETTERS))
    return "".join(_plain(char) for char in plain).lower()[:_LONGEST]


def _stemmed(word: str) -> str:
    """The word without any ending that could be cut off: "budgettet" gives "budget", and that "budg".

    Once is not enough: "budget" alone would be taken for "budg" with an article, and the two would not meet.
    """
    # A stemmer keeps its word in itself, so that threads cannot share one; making one costs a microsecond.
    stemmer = snowballstemmer.stemmer("danish")
    shorter = str(stemmer.stemWord(word))
    while shorter != word:
        word, shorter = shorter, str(stemmer.stemWord(shorter))
    return word


def _plain(char: str) -> str:
    """ASCII as it is, other letters by their number: no database may have an opinion of its own on them."""
    if char.isascii():
        return char if char.isalnum() else ""
    return f"u{ord(char):x}" if char.isalnum() else ""


def tokens(text: str) -> list[str]:
    """The tokens of a text in order, without stop words."""
    composed = unicodedata.normalize("NFC", text)
    return [token for word in WORD.findall(composed) if (token := fold(word))]
