"""What the talk was about beside what the sentences say: a few nouns, by a linear model over plain features.

Much that belongs in minutes is said in remarks that cannot be reported: half sentences, questions, "vi" and
"det". Their matter can be named all the same ("Drøftelsen omhandlede bl.a. ventelisten"), which states
nothing but that it was talked about.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from functools import cache

from minutes.agenda import AgendaItem
from minutes.vocabulary import SectionKind
from summarise.acts import phrases, plain
from summarise.clauses import kind_of
from summarise.last_word import EMPTY, FORMAL
from summarise.linear import load_model
from summarise.reported import Setting
from summarise.salience import Scored
from summarise.spoken import FINITE

TOKEN = re.compile(r"\d[\d.,]*\d|\d+|[^\W\d_]+(?:-[^\W\d_]+)*|[^\w\s]")
VERB = re.compile(rf"(?:{FINITE}|\w+(?:[dtgks]es|ås))$")
"""A finite verb, or a passive one."""
LEAST, LEAST_OF_ANYBODY = 0.4, 0.6
"""How likely a topic must be; the second where speakers are not told apart."""
LEAST_CITED = 0.3
MOST = 3
SHORTEST, LONGEST = 6, 2
"""Letters of the noun, and words before it and with it."""
STEM, LEAST_TITLE = 6, 4
BANDS = (0.05, 0.15, 0.3, 0.5, 0.7, 0.85)
INDEFINITE, DEFINITE = frozenset(("en", "et")), frozenset(("den", "det", "de"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A noun as it was said, with what belongs to it; `stem` is how it is known, `place` the remark's."""

    phrase: str
    stem: str
    place: int
    utterance_id: int
    known: bool
    """It stands in the item's agenda, or was said more than once."""
    features: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    words: tuple[str, ...]
    opener: str
    before: str
    after: str


def topics_of(
    item: AgendaItem, scored: Sequence[Scored], setting: Setting, printed: str
) -> tuple[Topic, ...]:
    """The likeliest topics that `printed` does not name, at most `MOST`, in the order said."""
    names = frozenset(part.casefold() for person in setting.roster.people for part in person.name.split())
    there = _stems(printed)
    model = load_model("topics")
    apart = any(one.remark.by_chair is not None for one in scored)
    least = LEAST if apart else LEAST_OF_ANYBODY
    likely = [
        (model.probability(topic.features), topic)
        for topic in candidates(item, scored, names)
        if topic.known and topic.stem not in there and topic.place not in setting.strange
    ]
    best = sorted((one for one in likely if one[0] >= least), key=lambda one: -one[0])[:MOST]
    return tuple(sorted((topic for _, topic in best), key=lambda topic: topic.place))


def stem_of(word: str) -> str:
    """The beginning by which a word is known in its forms."""
    return word.casefold()[:STEM]


def candidates(item: AgendaItem, scored: Sequence[Scored], names: Set[str]) -> tuple[Topic, ...]:
    """Every noun of the talk that may be a topic, once, where the surest remark says it."""
    said: dict[str, list[tuple[_Said, Scored]]] = defaultdict(list)
    for one in scored:
        for phrase in _nouns(one.remark.text):
            said[stem_of(phrase.words[-1])].append((phrase, one))
    around = _Around.of(item, scored)
    found = []
    for stem, where in said.items():
        phrase, one = max(where, key=lambda w: w[1].stated + w[1].cited)
        head = phrase.words[-1]
        if around.entitles(stem) or one.cited < LEAST_CITED or head in names:
            continue
        if any(word != word.lower() for word in phrase.words):
            continue
        if len(head) >= SHORTEST and not FORMAL.match(head) and not EMPTY.match(head):
            found.append(_topic(around, stem, phrase, one))
    return tuple(found)


def _nouns(text: str) -> Iterator[_Said]:
    """What stands between a preposition or an article and the next word that closes it."""
    tokens = TOKEN.findall(text)
    for place, token in enumerate(tokens):
        opener = token.casefold()
        if opener not in _words("noun_openers"):
            continue
        words: list[str] = []
        for word in tokens[place + 1 : place + 2 + LONGEST]:
            closes = word.casefold() in _words("function_words") or VERB.match(word)
            if closes or not word[0].isalpha():
                break
            words.append(word)
        alone = opener in DEFINITE and len(words) == 1  # a pronoun and a verb
        if words and len(words) <= LONGEST and not alone:
            after = tokens[place + 1 + len(words) :]
            yield _Said(
                words=tuple(words),
                opener=opener,
                before=tokens[place - 1].casefold() if place else "^",
                after=after[0].casefold() if after else "$",
            )


@cache
def _words(table: str) -> frozenset[str]:
    return frozenset(phrases(table))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Around:
    """What the features compare a noun with, all as the beginnings of words."""

    kinds: str
    title: frozenset[str]
    asked: frozenset[str]
    printed: frozenset[str]
    times: Counter[str]
    """In how many remarks."""
    turns: int

    @classmethod
    def of(cls, item: AgendaItem, scored: Sequence[Scored]) -> _Around:
        sections = (s.text for s in item.sections if s.kind is not SectionKind.DECISION)
        return cls(
            kinds="+".join(sorted({str(kind_of(clause.text)) for clause in item.clauses})) or "none",
            title=_stems(item.title),
            asked=_stems(" ".join(clause.text for clause in item.clauses)),
            printed=_stems(" ".join(sections)),
            times=Counter(stem for one in scored for stem in _stems(one.remark.text)),
            turns=max(1, scored[-1].remark.turn) if scored else 1,
        )

    def entitles(self, stem: str) -> bool:
        """True where a word of the item's title begins so, or is the beginning of it."""
        return stem in self.title or any(stem.startswith(w) for w in self.title if len(w) >= LEAST_TITLE)


def _stems(text: str) -> frozenset[str]:
    return frozenset(stem_of(word) for word in plain(text).split())


def _topic(around: _Around, stem: str, phrase: _Said, one: Scored) -> Topic:
    with_article = phrase.opener in INDEFINITE | DEFINITE
    return Topic(
        phrase=" ".join((phrase.opener, *phrase.words) if with_article else phrase.words),
        stem=stem,
        place=one.remark.place,
        utterance_id=one.remark.utterance_id,
        known=stem in around.printed or around.times[stem] > 1,
        features=tuple(_features(around, stem, phrase, one)),
    )


def _features(around: _Around, stem: str, phrase: _Said, one: Scored) -> Iterator[str]:
    head, remark, kinds = phrase.words[-1], one.remark, around.kinds
    stated, cited = _band(one.stated), _band(one.cited)
    yield from (f"ends={head[-2:]}", f"ends={head[-3:]}", f"ends={head[-4:]}", f"begins={head[:4]}")
    yield from (f"opener={phrase.opener}", f"before={phrase.before}", f"after={phrase.after}")
    yield from (f"letters={min(len(head) // 3, 5)}", f"words={len(phrase.words)}")
    yield from (f"stated={stated}", f"cited={cited}", f"stated={stated} cited={cited}")
    yield from (f"times={min(around.times[stem], 4)}", f"asked={stem in around.asked}")
    yield from (f"printed={stem in around.printed}", f"where={min(int(5 * remark.turn / around.turns), 4)}")
    yield from (f"kinds={kinds}", f"kinds={kinds} stated={stated}", f"kinds={kinds} cited={cited}")
    yield from (f"chair={remark.by_chair}", f"question={remark.question}")
    yield f"figures={any(c.isdigit() for c in remark.text)}"


def _band(probability: float) -> int:
    return sum(probability >= edge for edge in BANDS)
