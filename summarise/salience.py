"""Which remarks carry a decision: a linear model over plain features of the remark and its surroundings.

Two models share the features: `cited` asks whether the turn is one on which the beslutning rests, `stated`
whether what the remark says belongs in its text.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from minutes.agenda import AgendaItem
from minutes.vocabulary import MONTHS, WEEKDAYS, SectionKind
from summarise.linear import LinearModel, load_model
from summarise.talk import ItemTalk, Remark

TOKEN = re.compile(r"\d[\d.,:]*\d|\d+|[^\W\d_]+")
DATE = re.compile(rf"\b\d{{1,2}}\.? ?(?:{'|'.join(MONTHS)})\b|\bden \d{{1,2}}\.")
AMOUNT = re.compile(r"\b\d[\d.,]* ?(?:kr|mio|tusind|kroner|procent|pct|%)")
NUMBER = re.compile(r"\d[\d.,]*")
MONTH_WORDS, DAY_WORDS = set(MONTHS), set(WEEKDAYS)
SHORT_WORD = 4
BANDS = (0.05, 0.15, 0.3, 0.5, 0.7, 0.85)
AROUND = 4
LIKELY, SURE = 0.25, 0.4
VALUE = re.compile(r"(?P<clock>kl\. |klokken )?(?P<number>\d[\d.,]*\d|\d)\.?(?: (?P<after>[a-zæøå]+))?")
UNIT = re.compile(r"kr|mio|million|tusind|pct|procent")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """A remark with the two probabilities."""

    remark: Remark
    cited: float
    stated: float


def values_in(text: str) -> frozenset[tuple[str, str]]:
    """The numbers of a text with their kind: ("date", "4 maj"), ("amount", "40.000"), "time", "other"."""
    found: set[tuple[str, str]] = set()
    for match in VALUE.finditer(text.casefold()):
        number, after = match["number"].rstrip(".,"), match["after"] or ""
        if match["clock"]:
            found.add(("time", number))
        elif after in MONTH_WORDS:
            found.add(("date", f"{number} {after}"))
        elif UNIT.match(after):
            found.add(("amount", number))
        else:
            found.add(("other", number))
    return frozenset(found)


def score(talk: ItemTalk, item: AgendaItem, names: frozenset[str]) -> tuple[Scored, ...]:
    """Every remark of the item with its probabilities.

    Args:
        talk: the item's remarks.
        item: the agenda item, whose words and numbers are compared.
        names: lower-case names of the roster, which all count as the same word.
    """
    rows = all_features(talk, item, names)
    first = first_pass(talk, rows, load_model("cited"), load_model("stated"))
    return second_pass(first, item, load_model("settled"))


def first_pass(
    talk: ItemTalk, rows: Sequence[Sequence[str]], cited: LinearModel, stated: LinearModel
) -> tuple[Scored, ...]:
    """Every remark by itself."""
    return tuple(
        Scored(remark=remark, cited=cited.probability(row), stated=stated.probability(row))
        for remark, row in zip(talk.remarks, rows, strict=True)
    )


def second_pass(first: Sequence[Scored], item: AgendaItem, settled: LinearModel) -> tuple[Scored, ...]:
    """Every remark beside the others."""
    return tuple(
        replace(one, stated=settled.probability(row))
        for one, row in zip(first, second_features(first, item), strict=True)
    )


def second_features(first: Sequence[Scored], item: AgendaItem) -> list[list[str]]:
    """Every remark beside the others: its rank, and whether a later likely one says something else."""
    values = [values_in(one.remark.text) for one in first]
    asked = values_in(" ".join(clause.text for clause in item.clauses))
    order = sorted(range(len(first)), key=lambda k: -first[k].stated)
    rank = {place: k for k, place in enumerate(order)}
    return [_beside(first, place, values, asked, rank[place]) for place in range(len(first))]


def _beside(
    first: Sequence[Scored],
    place: int,
    values: Sequence[frozenset[tuple[str, str]]],
    asked: frozenset[tuple[str, str]],
    rank: int,
) -> list[str]:
    one = first[place]
    stated, cited = _band(one.stated), _band(one.cited)
    turn = max(s.cited for s in first if s.remark.turn == one.remark.turn)
    later = [k for k in range(place + 1, len(first)) if first[k].stated >= LIKELY or first[k].cited >= SURE]
    features = [
        f"stated={stated}",
        f"cited={cited}",
        f"stated={stated} cited={cited}",
        f"rank={min(rank, 5)}",
        f"turn={_band(turn)}",
        f"later={min(len(later), 3)}",
        f"chair={one.remark.by_chair} stated={stated}",
        f"question={one.remark.question}",
        f"stated/10={int(one.stated * 10)}",
        f"length={min(len(one.remark.text.split()) // 4, 6)}",
    ]
    for step in (-2, -1, 1, 2):
        there = place + step
        near = first[there].stated if 0 <= there < len(first) else 0.0
        features.append(f"near{step}={_band(near)}")
    kinds = {kind for kind, _ in values[place]}
    if not kinds:
        features.append("no value")
    for kind in sorted(kinds):
        mine = {v for v in values[place] if v[0] == kind}
        said = {v for k in later for v in values[k] if v[0] == kind}
        state = "none" if not said else "kept" if mine <= said else "mixed" if mine & said else "gone"
        features.append(f"{kind} {state}")
        features.append(f"{kind} {state} asked={bool(mine & asked)}")
        features.append(f"{kind} {state} stated={stated}")
    return features


def _band(probability: float) -> int:
    return sum(probability >= edge for edge in BANDS)


def all_features(talk: ItemTalk, item: AgendaItem, names: frozenset[str]) -> list[list[str]]:
    """The features of every remark of an item."""
    words = [_words(remark.text, names) for remark in talk.remarks]
    agenda = _AgendaWords.of(item)
    numbers = [_numbers(remark.text) for remark in talk.remarks]
    values = [values_in(remark.text) for remark in talk.remarks]
    asked = values_in(" ".join(clause.text for clause in item.clauses))
    topic = agenda.title | agenda.clauses
    longs = [frozenset(w[:6] for w in row if len(w) > SHORT_WORD) for row in words]
    return [
        _features(talk, place, words, numbers, agenda)
        + _finality(talk, place, values, asked)
        + _echo(talk, place, longs)
        + _on_topic(talk, place, longs, topic)
        for place in range(len(words))
    ]


def _finality(
    talk: ItemTalk,
    place: int,
    values: Sequence[frozenset[tuple[str, str]]],
    asked: frozenset[tuple[str, str]],
) -> list[str]:
    """Whether the remark's values are the last of their kind, are said again, and are those of the agenda."""
    features = []
    for kind in sorted({kind for kind, _ in values[place]}):
        mine = {v for v in values[place] if v[0] == kind}
        later = [{v for v in row if v[0] == kind} for row in values[place + 1 :]]
        others = any(row - mine for row in later)
        again = any(row & mine for row in later)
        by_chair = any(
            row & mine and remark.by_chair
            for row, remark in zip(later, talk.remarks[place + 1 :], strict=True)
        )
        features.append(f"{kind} others later={others} again={again}")
        features.append(f"{kind} chair again={by_chair}")
        features.append(
            f"{kind} asked={bool(mine & asked)} other asked={any(v[0] == kind for v in asked - mine)}"
        )
        features.append(f"{kind} asked={bool(mine & asked)} others later={others}")
        features.append(f"{kind} many={min(len(mine), 3)}")
    return features


def _on_topic(
    talk: ItemTalk, place: int, longs: Sequence[frozenset[str]], topic: frozenset[str]
) -> list[str]:
    """How much of the item's own words stand around the remark: talk of a neighbour may have come along."""
    turn = talk.remarks[place].turn
    near = [longs[k] for k in range(len(longs)) if abs(talk.remarks[k].turn - turn) <= AROUND]
    before = [longs[k] for k in range(place + 1)]
    shared = len(topic & frozenset().union(*near, frozenset()))
    so_far = len(topic & frozenset().union(*before, frozenset()))
    return [f"topic near={min(shared, 4)}", f"topic so far={min(so_far, 4)}"]


def _echo(talk: ItemTalk, place: int, longs: Sequence[frozenset[str]]) -> list[str]:
    """How much of the remark is said again, by the chair or by others, and how much was said before."""
    mine, turn = longs[place], talk.remarks[place].turn
    if not mine:
        return ["echo none"]
    after = [k for k in range(place + 1, len(longs)) if talk.remarks[k].turn != turn]
    before = [k for k in range(place) if talk.remarks[k].turn != turn]
    by_chair = max((len(mine & longs[k]) for k in after if talk.remarks[k].by_chair), default=0)
    anyone = max((len(mine & longs[k]) for k in after), default=0)
    gathered = len(mine & frozenset().union(*(longs[k] for k in before), frozenset())) / len(mine)
    return [
        f"echo chair={min(by_chair, 3)}",
        f"echo={min(anyone, 3)}",
        f"gathered={_step(gathered, 4)} size={min(len(mine), 5)}",
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class _AgendaWords:
    clauses: frozenset[str]
    title: frozenset[str]
    numbers: frozenset[str]
    kinds: tuple[str, ...]

    @classmethod
    def of(cls, item: AgendaItem) -> _AgendaWords:
        clause_text = " ".join(clause.text for clause in item.clauses)
        whole = " ".join(s.text for s in item.sections if s.kind is not SectionKind.DECISION)
        return cls(
            clauses=_long(clause_text),
            title=_long(item.title),
            numbers=frozenset(_numbers(whole)),
            kinds=tuple(f"c{min(len(item.clauses), 3)}" for _ in range(1)),
        )


def _long(text: str) -> frozenset[str]:
    return frozenset(w[:6] for w in TOKEN.findall(text.casefold()) if len(w) > SHORT_WORD)


def _numbers(text: str) -> list[str]:
    return [n.rstrip(".,") for n in NUMBER.findall(text)]


def _words(text: str, names: frozenset[str]) -> list[str]:
    words = []
    for token in TOKEN.findall(text.casefold()):
        if token[0].isdigit():
            words.append("#")
        elif token in names:
            words.append("@")
        elif token in MONTH_WORDS:
            words.append("<month>")
        elif token in DAY_WORDS:
            words.append("<day>")
        else:
            words.append(token)
    return words


def _step(value: float, steps: int) -> int:
    return min(steps - 1, int(value * steps))


def _features(
    talk: ItemTalk,
    place: int,
    words: Sequence[list[str]],
    numbers: Sequence[list[str]],
    agenda: _AgendaWords,
) -> list[str]:
    remark, own = talk.remarks[place], words[place]
    features = [f"w={w}" for w in set(own)]
    features += [f"2={a} {b}" for a, b in itertools.pairwise(own)]
    features += [f"3={a} {b} {c}" for a, b, c in zip(own, own[1:], own[2:], strict=False)]
    features += [f"first={' '.join(own[:2])}", f"last={' '.join(own[-2:])}", f"len={min(len(own) // 3, 8)}"]
    features += _position(talk, remark)
    features += _speaker(remark, own)
    features += _content(remark, own, numbers, place, agenda)
    features += _neighbours(talk, place, words)
    return features


def _position(talk: ItemTalk, remark: Remark) -> list[str]:
    left = talk.turns - 1 - remark.turn
    return [
        f"from_start={min(remark.turn, 3)}",
        f"left={min(left, 6)}",
        f"where={_step(remark.turn / max(talk.turns, 1), 5)}",
        f"turns={min(talk.turns // 4, 5)}",
        f"returned={remark.returned}",
        f"first_in_turn={remark.first_in_turn} last_in_turn={remark.last_in_turn}",
    ]


def _speaker(remark: Remark, own: Sequence[str]) -> list[str]:
    if remark.by_chair is None:
        return []
    who = "chair" if remark.by_chair else "other"
    return [who, f"{who} first={' '.join(own[:1])}", f"{who} q={remark.question}"]


def _content(
    remark: Remark,
    own: Sequence[str],
    numbers: Sequence[list[str]],
    place: int,
    agenda: _AgendaWords,
) -> list[str]:
    features = []
    long = {w[:6] for w in own if len(w) > SHORT_WORD}
    for name, there in (("clause", agenda.clauses), ("title", agenda.title)):
        features.append(f"{name}={min(len(long & there), 3)}")
    if DATE.search(remark.text):
        features.append("date")
    if AMOUNT.search(remark.text):
        features.append("amount")
    if remark.question:
        features.append("question")
    mine = set(numbers[place])
    if mine:
        later = {n for row in numbers[place + 1 :] for n in row}
        earlier = {n for row in numbers[:place] for n in row}
        features.append("number in agenda" if mine & agenda.numbers else "number not in agenda")
        features.append("number said later" if mine & later else "number not said later")
        features.append("number said before" if mine & earlier else "number not said before")
        features.append("no number later" if not later else "numbers later")
    features.append(f"who={'@' in own} date={bool(DATE.search(remark.text))}")
    return features


def _neighbours(talk: ItemTalk, place: int, words: Sequence[list[str]]) -> list[str]:
    features = []
    remark = talk.remarks[place]
    for step, name in ((1, "next"), (-1, "before")):
        there = place + step
        while 0 <= there < len(words) and talk.remarks[there].turn == remark.turn:
            there += step
        if not 0 <= there < len(words):
            features.append(f"{name} none")
            continue
        other = talk.remarks[there]
        begin = words[there]
        if step == -1:
            features.append(f"before q={other.question}")
            features += [f"before w={w}" for w in set(begin[-6:])]
        else:
            features += [f"next first={' '.join(begin[:1])}", f"next two={' '.join(begin[:2])}"]
            features.append(f"next short={len(begin) < 6}")
        if other.by_chair is not None:
            features.append(f"{name} chair={other.by_chair}")
        there = place + step
    sibling = place + 1
    if sibling < len(words) and talk.remarks[sibling].turn == remark.turn:
        features += [f"sib={' '.join(words[sibling][:2])}"]
    previous = place - 1
    if previous >= 0 and talk.remarks[previous].turn == remark.turn:
        features += [f"psib={' '.join(words[previous][:2])}"]
    return features
