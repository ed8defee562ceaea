"""Days and amounts on which the decision rests, where the remark around them cannot be reported.

"Den 19. oktober." answers a question; "de bliver sat op inden den 15. april" speaks of something named
before. Such a value is printed alone, as mentioned and no more than that: what it belongs to is for the
secretary.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from minutes.agenda import AgendaItem
from minutes.vocabulary import MONTHS, WEEKDAYS
from summarise.acts import Act, acts_in, phrases, plain, regex_of
from summarise.findings import ONCE
from summarise.last_word import denied_values, is_overtaken
from summarise.overtaken import COMMON, matter_of
from summarise.reported import Setting
from summarise.salience import Scored
from summarise.talk import Remark

CITED, STATED = 0.5, 0.4
"""How surely the remark must carry the decision, and belong in its text."""
CITED_OF_ANYBODY = 0.75
"""The same where speakers are not told apart."""
NEAR = 4
"""Turns."""
DAY = re.compile(
    rf"\b(?:(?:senest|inden|fra|efter|til) )?(?:(?:{'|'.join(WEEKDAYS)}) )?(?:den )?"
    rf"\d{{1,2}}\. (?:{'|'.join(MONTHS)})(?: \d{{4}})?(?: kl\. \d{{1,2}}(?:[.:]\d\d)?)?",
    re.I,
)
AMOUNT = re.compile(
    r"\b\d[\d.,]*\d? (?:kr\b\.?|kroner|millioner|mio\.?|procent|pct\.?)|\b\d{1,3}(?:\.\d{3})+\b", re.I
)
FIGURE = re.compile(r"\d[\d.,]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A value as it was said, its kind ("day" or "amount"), and the utterance."""

    kind: str
    text: str
    utterance_id: int


def mentions(
    item: AgendaItem, scored: Sequence[Scored], setting: Setting, printed: str
) -> tuple[Mention, ...]:
    """The values that `printed` does not have yet, each once, in the order said.

    Only where a word of the item's title or clauses is said nearby: talk of a neighbour may have come along.
    Amounts only from the chair: what others say costs something is often argument.
    """
    matter = matter_of(" ".join((item.title, *(clause.text for clause in item.clauses)))) - COMMON
    found: list[Mention] = []
    denied = denied_values(scored)
    about = [one.remark.turn for one in scored if matter & matter_of(one.remark.text)]
    for one in scored:
        remark = one.remark
        least = CITED if remark.by_chair is not None else CITED_OF_ANYBODY
        if one.cited < least or one.stated < STATED or not _settles(remark, setting):
            continue
        if not any(abs(remark.turn - turn) <= NEAR for turn in about):
            continue
        for mention in _values(remark):
            known = " ".join((printed, *(other.text for other in found)))
            said = (mention.text, remark.text)
            if not _stands_in(mention, known) and not any(
                is_overtaken(text, one, scored, denied, setting) for text in said
            ):
                found.append(mention)
    return tuple(found)


def _settles(remark: Remark, setting: Setting) -> bool:
    """False for what is asked, doubted, proposed, denied, told of once, or about another item."""
    if remark.question or remark.place in setting.strange or ONCE.search(remark.text):
        return False
    if any(heard.act is Act.DOUBT for heard in acts_in(remark.text)):
        return False
    return _unsettled().search(plain(remark.text)) is None


@cache
def _unsettled() -> re.Pattern[str]:
    return re.compile("|".join(regex_of(phrase) for phrase in phrases("unsettled")))


def _values(remark: Remark) -> Iterator[Mention]:
    kinds = (("day", DAY), ("amount", AMOUNT)) if remark.by_chair else (("day", DAY),)
    for kind, pattern in kinds:
        for match in pattern.finditer(remark.text):
            text = match.group()
            yield Mention(kind=kind, text=text[:1].lower() + text[1:], utterance_id=remark.utterance_id)


def _stands_in(mention: Mention, printed: str) -> bool:
    """True where the text has the day in that month, or the number."""
    figure = re.escape(FIGURE.findall(mention.text)[0].rstrip(".,"))
    month = next((m for m in MONTHS if m in mention.text.casefold()), "") if mention.kind == "day" else ""
    return re.search(rf"(?<![\d.,]){figure}(?![\d]|[.,]\d)\D{{0,25}}{month}", printed, re.I) is not None
