"""Danish number words: the cardinals and ordinals, and the grammar that joins them to a value.

Our own grammar, not text2num's: that one reads no decimals before millions ("to komma fem millioner"), no
"halvanden", no years in pairs ("tyve syvogtyve") and swallows articles ("én hundrede").
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

_ONES = ("en", "to", "tre", "fire", "fem", "seks", "syv", "otte", "ni")
_TEENS = (*("ti", "elleve", "tolv", "tretten", "fjorten", "femten", "seksten", "sytten", "atten", "nitten"),)
_TENS = {
    20: ("tyve",),
    30: ("tredive", "tredve"),
    40: ("fyrre", "fyrretyve"),
    50: ("halvtreds", "halvtredsindstyve"),
    60: ("tres", "tresindstyve"),
    70: ("halvfjerds", "halvfjerdsindstyve"),
    80: ("firs", "firsindstyve"),
    90: ("halvfems", "halvfemsindstyve"),
}
_ORDINALS = (
    *("første", "anden", "tredje", "fjerde", "femte", "sjette", "syvende", "ottende", "niende", "tiende"),
    *("ellevte", "tolvte", "trettende", "fjortende", "femtende", "sekstende", "syttende", "attende"),
    *("nittende", "tyvende"),
)


def _cardinals() -> dict[str, int]:
    words = {"nul": 0, "én": 1, "et": 1, "ét": 1}
    words |= {word: n for n, word in enumerate(_ONES, start=1)}
    words |= {word: n for n, word in enumerate(_TEENS, start=10)}
    for tens, forms in _TENS.items():
        for form in forms:
            words[form] = tens
            words |= {f"{one}og{form}": tens + n for n, one in enumerate(_ONES, start=1)}
            words[f"énog{form}"] = tens + 1
    return words


def _ordinals() -> dict[str, int]:
    words = {word: n for n, word in enumerate(_ORDINALS, start=1)}
    words |= {f"{one}ogtyvende": 20 + n for n, one in enumerate(_ONES, start=1)}
    return words | {"tredivte": 30, "enogtredivte": 31}


CARDINALS = _cardinals()
"""Word -> value, 0 to 99."""
ORDINALS = _ordinals()
"""Word -> value, 1 to 31: the days of a month."""
ARTICLES = frozenset(("en", "et"))
HUNDRED = frozenset(("hundrede", "hundred"))
THOUSAND = frozenset(("tusind", "tusinde"))
SCALES = {
    "million": Decimal(1_000_000),
    "millioner": Decimal(1_000_000),
    "mio": Decimal(1_000_000),
    "milliard": Decimal(1_000_000_000),
    "milliarder": Decimal(1_000_000_000),
    "mia": Decimal(1_000_000_000),
}
_Reader = Callable[[Sequence[str]], tuple[int, int] | None]
_GLUED = re.compile(r"(\w*?)(hundrede?|tusinde?)(?:og)?(\w*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """A spoken number: its value, how many words it took, and how it was put together.

    `scale` is the word for millions or milliards that ends it. `year` marks a number said as a year is.
    """

    value: Decimal
    words: int
    scale: str | None = None
    year: bool = False
    decimals: str | None = None


def read_number(words: Sequence[str]) -> Spoken | None:
    """The longest number at the start of `words` (lower case), or None. A bare article is no number."""
    if not words or not _may_start(words):
        return None
    return _pair_year(words) or _with_scale(words)


def _may_start(words: Sequence[str]) -> bool:
    first = words[0]
    if first in ARTICLES:
        following = words[1] if len(words) > 1 else ""
        return following in HUNDRED | THOUSAND | {"komma"} or following in SCALES
    if first in HUNDRED or first in THOUSAND:
        return _thousands(words) not in (None, (100, 1), (1000, 1))
    return first in CARDINALS or _unglued(first) is not None


def _unglued(word: str) -> tuple[str, ...] | None:
    """A compound such as "totusind" or "hundredeogfyrre" in its parts."""
    match = _GLUED.fullmatch(word)
    if match is None:
        return None
    before, size, after = match.groups()
    if any(part and part not in CARDINALS for part in (before, after)) or not (before or after):
        return None
    return tuple(part for part in (before, size, after) if part)


def _below_hundred(words: Sequence[str]) -> tuple[int, int] | None:
    if words and words[0] in CARDINALS:
        return CARDINALS[words[0]], 1
    return None


def _hundreds(words: Sequence[str]) -> tuple[int, int] | None:
    start = _below_hundred(words)
    factor, used = start or (1, 0)
    if used >= len(words) or words[used] not in HUNDRED or factor == 0:
        return start
    rest, more = _tail(words[used + 1 :], _below_hundred, limit=100)
    return factor * 100 + rest, used + 1 + more


def _thousands(words: Sequence[str]) -> tuple[int, int] | None:
    start = _hundreds(words)
    factor, used = start or (1, 0)
    if used >= len(words) or words[used] not in THOUSAND or factor == 0:
        return start
    rest, more = _tail(words[used + 1 :], _hundreds, limit=1000)
    return factor * 1000 + rest, used + 1 + more


def _tail(words: Sequence[str], read: _Reader, *, limit: int) -> tuple[int, int]:
    """What follows "hundrede" or "tusind", with or without "og": a smaller number, or nothing."""
    skip = 1 if words and words[0] == "og" else 0
    rest = words[skip:]
    if not rest or (rest[0] in ARTICLES and (len(rest) < 2 or rest[1] not in HUNDRED)):
        return 0, 0
    found = read(rest)
    if found is None or not 0 < found[0] < limit:
        return 0, 0
    following = rest[found[1] : found[1] + 1]
    if limit == 1000 and following and following[0] in THOUSAND:
        return 0, 0  # "otte tusind og fem tusind" are two numbers
    return found[0], found[1] + skip


def _with_scale(words: Sequence[str]) -> Spoken | None:
    flat, lengths = _flatten(words)
    whole = _thousands(flat)
    if whole is None:
        return None
    value, used = Decimal(whole[0]), whole[1]
    decimals, more = _decimals(flat[used:])
    if decimals is not None:
        value, used = Decimal(f"{whole[0]}.{decimals}"), used + more
    year = _said_as_year(flat[:used], whole[0])
    scale = None
    if used < len(flat) and flat[used] in SCALES:
        scale = flat[used]
        value, used = value * SCALES[scale], used + 1
        rest, more = _after_scale(flat[used:])
        if more:
            value, used, scale = value + rest, used + more, None
    return Spoken(
        value=value,
        words=_consumed(lengths, used),
        scale=scale,
        year=year and scale is None,
        decimals=decimals,
    )


def _after_scale(words: Sequence[str]) -> tuple[int, int]:
    """The thousands after "to millioner": "fire hundrede tusind"; a small number is something else."""
    rest, used = _tail(words, _thousands, limit=1_000_000)
    return (rest, used) if rest >= 1000 else (0, 0)


def _flatten(words: Sequence[str]) -> tuple[list[str], list[int]]:
    flat: list[str] = []
    lengths: list[int] = []
    for word in words:
        parts = (word,) if word in CARDINALS else (_unglued(word) or (word,))
        flat.extend(parts)
        lengths.append(len(parts))
    return flat, lengths


def _consumed(lengths: Sequence[int], used: int) -> int:
    words = 0
    while used > 0:
        used -= lengths[words]
        words += 1
    return words


def _decimals(words: Sequence[str]) -> tuple[str | None, int]:
    if not words or words[0] != "komma":
        return None, 0
    used, digits = 1, ""
    while used < len(words) and CARDINALS.get(words[used], 10) < 10 and words[used] not in ARTICLES:
        digits, used = digits + str(CARDINALS[words[used]]), used + 1
    last = _below_hundred(words[used:]) if digits.strip("0") == "" else None
    if last is not None:
        digits, used = digits + str(last[0]), used + 1
    return (digits, used) if digits else (None, 0)


def _pair_year(words: Sequence[str]) -> Spoken | None:
    """Years said in pairs: "tyve syvogtyve" is 2027, "nitten femogfirs" 1985."""
    if len(words) < 2 or words[0] not in ("tyve", "nitten") or words[1] not in CARDINALS:
        return None
    first, last = CARDINALS[words[0]], CARDINALS[words[1]]
    round_tens = last % 10 == 0 and last > 20
    if last < 10 or round_tens or (first == 20 and last > 60):
        return None
    if len(words) > 2 and (words[2] in HUNDRED | THOUSAND or words[2] in SCALES or words[2] == "komma"):
        return None
    return Spoken(value=Decimal(first * 100 + last), words=2, year=True)


def _said_as_year(words: Sequence[str], value: int) -> bool:
    if "tusind" in words or "tusinde" in words:
        return 2001 <= value <= 2099
    return 1500 <= value <= 2099 and any(word in HUNDRED for word in words)
