"""Spoken Danish numbers, dates and clock times in written form; all other text stays as it was."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache

from minutes.vocabulary import MONTHS, WEEKDAYS
from summarise.number_words import ARTICLES, CARDINALS, ORDINALS, SCALES, THOUSAND, Spoken, read_number

_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+|\s+|.", re.S)
_TRIGGERS = frozenset((*CARDINALS, *ORDINALS, "klokken", "klokke", "kvart", "halv", "halvanden", "halvandet"))
"""Words at which a number, a date or a clock time can begin."""
_MONTH = {name: number for number, name in enumerate(MONTHS, start=1)}
_LONGEST = 14
"""Words that a number may take: "to millioner fire hundrede og femogtyve tusind tre hundrede og tolv"."""
_UNITS = re.compile(
    r"(?:kr|kroner|krone|procent|pct|promille|stemmer|stemme|meter|kilometer|km|hektar|ton|kilo|kg|liter|"
    r"kvadratmeter|årsværk|point)"
)
_COUNTED_AFTER = frozenset(
    ("punkt", "nummer", "nr", "side", "bilag", "stemte", "etape", "spor", "rute", "linje")
)
_AMOUNT = frozenset(("kr", "kroner", "krone"))
_FUNCTION_WORD = re.compile(
    r"og|eller|til|fra|er|bliver|blev|var|har|havde|skal|kan|vil|må|i|på|med|ved|for|af|om|så|at|som|der|den|det|"
    r"de|vi|jeg|du|han|hun|men|når|hvis|hvor|kl|klokken|inden|senest|ikke|også|jo|altså|ja|nej|samt"
)
_NOT_MONTH = frozenset(
    ("halvår", "kvartal", "omgang", "række", "klasse", "del", "behandling", "runde", "led")
)
_BEFORE_DATE = frozenset(("den", "d", "inden", "senest", "fra", "til", "fredag", *WEEKDAYS))
_YEAR_BEFORE = frozenset(("i", "fra", "siden", "år", "året", "til", "inden", *MONTHS))


@lru_cache(maxsize=8192)
def written(text: str) -> str:
    """The text with spoken numbers, dates, years, amounts and clock times in written form.

    "den fjortende april toogtyve" becomes "den 14. april 2022", "halvanden million" "1,5 million" and
    "klokken halv ni" "kl. 8.30". Written text is left as it is, so that doing it twice changes nothing.
    Articles ("en", "et") and ordinals that are no dates ("første gang") stay words.
    """
    once = _Writer(_TOKEN.findall(text)).run()
    # A figure can complete what stood before it; every pass leaves fewer number words, so this ends.
    return once if once == text else written(once)


class _Writer:
    """One pass over the tokens of a text."""

    def __init__(self, tokens: list[str]) -> None:
        self._tokens = tokens
        self._low = [token.lower() for token in tokens]
        self._out: list[str] = []

    def run(self) -> str:
        at = 0
        while at < len(self._tokens):
            found = None
            if _may_begin(self._low[at]):
                found = self._clock(at) or self._date(at) or self._number(at)
            if found is None:
                self._out.append(self._tokens[at])
                at += 1
            else:
                text, at = found
                self._out.append(text)
        return "".join(self._out)

    def _words(self, at: int, count: int = _LONGEST) -> list[str]:
        """Words from `at` that only spaces part, in lower case."""
        words: list[str] = []
        while at < len(self._low) and len(words) < count and self._low[at][0].isalnum():
            words.append(self._low[at])
            if at + 2 >= len(self._low) or not self._low[at + 1].isspace():
                break
            at += 2
        return words

    def _before(self, at: int, back: int = 1) -> str:
        """The word before `at`, if only a space parts them."""
        place = at - 2 * back
        return self._low[place] if place >= 0 and self._low[at - 1].isspace() else ""

    def _after(self, at: int, words: int) -> int:
        """The token after `words` words from `at`."""
        return at + 2 * words - 1

    # Numbers

    def _number(self, at: int) -> tuple[str, int] | None:
        words = self._words(at)
        if not words or self._half_of_pair():
            return None
        if words[0][0].isdigit():
            return self._digits_and_words(at, words)
        halves = _halves(words, self._before(at))
        if halves is not None:
            return halves[0], self._after(at, halves[1])
        number = read_number(words) or _bare_size(words)
        if number is None or (number.scale is None and number.value in (0, 1) and not number.decimals):
            return None
        following = words[number.words] if len(words) > number.words else ""
        end = self._after(at, number.words)
        near = self._neighbour(at, words, number)
        if near is not None:
            return near
        if number.value == 2 and number.scale is None and not self._counts(at, following):
            return None
        year = number.year and following not in _AMOUNT and not _UNITS.fullmatch(following)
        year = year or (number.value == 2000 and self._before(at) in _YEAR_BEFORE and not following)
        if number.scale is not None:
            size = number.value / SCALES[number.scale]
            return f"{_digits(size, number.decimals)} {self._tokens[end - 1]}", end
        return _digits(number.value, number.decimals, year=year), end

    def _half_of_pair(self) -> bool:
        """The second word of "to-tre": written only where the first one was."""
        return len(self._out) > 1 and self._out[-1] == "-" and not self._out[-2][-1].isdigit()

    def _counts(self, at: int, following: str) -> bool:
        return bool(_UNITS.fullmatch(following)) or self._before(at) in _COUNTED_AFTER

    def _neighbour(self, at: int, words: Sequence[str], number: Spoken) -> tuple[str, int] | None:
        """A range: "fem seks stykker" is 5-6."""
        if number.words != 1 or number.value >= 12 or len(words) < 2:
            return None
        following = read_number(words[1:])
        if following is None or following.words != 1 or following.value != number.value + 1:
            return None
        return f"{number.value}-{following.value}", self._after(at, 2)

    def _digits_and_words(self, at: int, words: Sequence[str]) -> tuple[str, int] | None:
        """What a recogniser leaves half written: "22 tusind", "3 komma 2"."""
        if len(words) > 1 and words[1] in THOUSAND and re.fullmatch(r"\d{1,3}(?:,\d+)?", words[0]):
            value = Decimal(words[0].replace(",", ".")) * 1000
            return _digits(value, None), self._after(at, 2)
        if len(words) > 2 and words[1] == "komma" and words[0].isdigit() and words[2].isdigit():
            return f"{words[0]},{words[2]}", self._after(at, 3)
        return None

    # Dates

    def _date(self, at: int) -> tuple[str, int] | None:
        day = ORDINALS.get(self._low[at])
        if day is None:
            return None
        words = self._words(at)
        following = words[1] if len(words) > 1 else ""
        if following in _MONTH:
            return self._day_and_month(at, day, words)
        numbered = self._month_by_number(at, day, words)
        if numbered is not None:
            return numbered
        if self._in_list(at) or self._alone(at, following):
            point = "" if self._tokens[at + 1 : at + 2] == ["."] else "."
            return f"{day}{point}", at + 1
        return None

    def _day_and_month(self, at: int, day: int, words: Sequence[str]) -> tuple[str, int]:
        text = f"{day}. {self._tokens[at + 2]}"
        year = _short_year(words[2:])
        if year is None:
            return text, self._after(at, 2)
        return f"{text} {year}", self._after(at, 3)

    def _month_by_number(self, at: int, day: int, words: Sequence[str]) -> tuple[str, int] | None:
        """A month by its number: "den femte i sjette" is the 5th of June."""
        if len(words) < 3 or words[1] != "i" or ORDINALS.get(words[2], 99) > 12:
            return None
        last = words[3] if len(words) > 3 else ""
        if last in _NOT_MONTH or not (self._before(at) in _BEFORE_DATE or not last):
            return None
        return f"{day}. {MONTHS[ORDINALS[words[2]] - 1]}", self._after(at, 3)

    def _in_list(self, at: int) -> bool:
        """Whether a month follows a list of days: "den tredje, fjerde og den femte september"."""
        seen = 0
        for token in self._low[at + 1 : at + 16]:
            if token in _MONTH:
                return seen > 0
            if token in ORDINALS:
                seen += 1
            elif not (token.isspace() or token in (",", "og", "til", "eller", "den")):
                return False
        return False

    def _alone(self, at: int, following: str) -> bool:
        """A day without its month: "den fjortende", but not "den fjerde gang"."""
        day, before = ORDINALS[self._low[at]], self._before(at)
        if before not in ("den", "d", *WEEKDAYS):
            return False
        weekday = before in WEEKDAYS or self._before(at, 2) in WEEKDAYS or self._comma_weekday(at)
        if day <= 3 and not weekday:
            return False
        return not following or _FUNCTION_WORD.fullmatch(following) is not None

    def _comma_weekday(self, at: int) -> bool:
        return at >= 5 and self._low[at - 4] == "," and self._low[at - 5] in WEEKDAYS

    # Clock times

    def _clock(self, at: int) -> tuple[str, int] | None:
        if self._low[at] in ("klokken", "klokke"):
            time = _time(self._words(at)[1:], named=True)
            if time is None or self._is_ordinal(self._after(at, time[1] + 1) - 1):
                return None
            return f"{self._mark(at)} {time[0]}", self._after(at, time[1] + 1)
        before = self._before(at)
        if before in CARDINALS or before[:1].isdigit() or not self._starts_time(at):
            return None
        time = _time(self._words(at), named=False)
        if time is None or self._is_ordinal(self._after(at, time[1]) - 1):
            return None
        marked = self._before(at) == "kl" or self._low[max(at - 3, 0) : at] == ["kl", ".", " "]
        return time[0] if marked else f"{self._mark(at)} {time[0]}", self._after(at, time[1])

    def _starts_time(self, at: int) -> bool:
        first = self._low[at]
        return first in ("halv", "kvart", "fem", "ti", "tyve") or first.isdigit()

    def _is_ordinal(self, at: int) -> bool:
        """A figure with a point and more of the sentence after it."""
        return self._tokens[at].isdigit() and self._tokens[at + 1 : at + 3] == [".", " "]

    def _mark(self, at: int) -> str:
        return "Kl." if self._tokens[at][0].isupper() else "kl."


def _may_begin(word: str) -> bool:
    return word in _TRIGGERS or word[0].isdigit() or "hundred" in word or "tusind" in word


def _halves(words: Sequence[str], before: str) -> tuple[str, int] | None:
    """Numbers with a half: "halvanden", "tre en halv", "en halv million"."""
    if words[0] in ("halvanden", "halvandet"):
        if len(words) > 1 and words[1] in THOUSAND:
            return "1.500", 2
        return "1,5", 1
    if (
        words[:2] in (["en", "halv"], ["et", "halvt"])
        and len(words) > 2
        and words[2] in ("million", "milliard")
    ):
        return _digits(SCALES[words[2]] / 2, None), 3
    if words[0] not in CARDINALS or words[0] in ARTICLES:
        return None
    joined = 1 if len(words) > 1 and words[1] == "og" else 0
    if list(words[1 + joined : 3 + joined]) not in (["en", "halv"], ["et", "halvt"]):
        return None
    following = words[3 + joined] if len(words) > 3 + joined else ""
    if following in THOUSAND:
        return _digits(Decimal(CARDINALS[words[0]] * 1000 + 500), None), 4 + joined
    return f"{CARDINALS[words[0]]},5", 3 + joined


def _bare_size(words: Sequence[str]) -> Spoken | None:
    """A size word without a number: "tusind kroner" counts, "tusind tak" does not."""
    if len(words) > 1 and words[1] in _AMOUNT and words[0] in ("hundrede", *THOUSAND):
        return Spoken(value=Decimal(100 if words[0] == "hundrede" else 1000), words=1)
    return None


def _short_year(words: Sequence[str]) -> int | None:
    """A year said by its last two digits after a date: "toogtyve" for 2022."""
    if not words or words[0] not in CARDINALS or not 19 <= CARDINALS[words[0]] <= 49:
        return None
    if len(words) > 1 and not _FUNCTION_WORD.fullmatch(words[1]):
        return None
    return 2000 + CARDINALS[words[0]]


def _digits(value: Decimal, decimals: str | None, *, year: bool = False) -> str:
    """Danish figures: a point between thousands, a comma before decimals, neither in a year."""
    whole, _, rest = f"{value:f}".partition(".")
    rest = decimals if decimals is not None and rest else rest.rstrip("0")
    if not year and len(whole) > 3:
        whole = f"{int(whole):,}".replace(",", ".")
    return f"{whole},{rest}" if rest else whole


def _hour(word: str) -> int | None:
    hour = int(word) if word.isdigit() and len(word) <= 2 else CARDINALS.get(word)
    return hour if hour is not None and 1 <= hour <= 24 else None


def _time(words: Sequence[str], *, named: bool) -> tuple[str, int] | None:
    """A clock time at the start of the words, and how many it took. `named`: "klokken" stood before it."""
    if len(words) >= 2 and words[0] == "halv":
        hour = _hour(words[1])
        if hour is not None and hour <= 12 and not (len(words) > 2 and words[2] in SCALES):
            return f"{(hour - 1) or 12}.30", 2
    relative = _relative(words)
    if relative is not None:
        return relative
    if not named or not words:
        return None
    hour = _hour(words[0])
    if hour is None:
        return (words[0], 1) if re.fullmatch(r"\d{1,2}[.:]\d{2}", words[0]) else None
    minute = CARDINALS.get(words[1]) if len(words) > 1 and words[1] not in ARTICLES else None
    if minute is not None and 10 <= minute <= 59 and not words[0].isdigit():
        return f"{hour}.{minute}", 2
    if minute == 0 and len(words) > 2 and CARDINALS.get(words[2], 10) < 10:
        return f"{hour}.0{CARDINALS[words[2]]}", 3
    return str(hour), 1


def _relative(words: Sequence[str]) -> tuple[str, int] | None:
    """A time before or after an hour: "kvart over syv", "ti minutter i ni", "fem minutter i halv ti"."""
    if len(words) < 3:
        return None
    minutes = 15 if words[0] == "kvart" else _hour(words[0])
    used = 2 if words[1] in ("minutter", "minut") else 1
    if minutes is None or (words[0] != "kvart" and used == 1) or len(words) <= used + 1:
        return None
    half = words[used + 1] == "halv"
    hour = _hour(words[used + 1 + half]) if len(words) > used + 1 + half else None
    if hour is None or words[used] not in ("i", "over"):
        return None
    end = used + 2 + half
    following = words[end] if len(words) > end else ""
    if used == 2 and following and not _FUNCTION_WORD.fullmatch(following):
        return None
    total = hour * 60 - 30 * half + (minutes if words[used] == "over" else -minutes)
    return f"{(total // 60) or 12}.{total % 60:02d}", end
