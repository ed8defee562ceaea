"""The model of a meeting: what each utterance says for each item, and what a change of item costs.

Some passes in turn: weigh how likely each item is at each utterance, then learn from it which words are said
under which item and how this chair changes items, and weigh again. The first pass trusts order and cues more
and the words less, for what it puts together wrongly the later ones learn.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from minutes.agenda import AgendaItem
from summarise.cues import Cues, Flags, find_cues, load_cues
from summarise.embedding import Embedder, embedded_similarity
from summarise.habits import adapted_weights, habit_scores, read_edges, speaker_scores
from summarise.itinerary import NONE, ItineraryPrices, best_itinerary
from summarise.options import SegmentOptions
from summarise.path import order_prices, posterior, start_prices
from summarise.similarity import centre, heard_similarity, item_text, printed_similarity, read_heard
from summarise.words import Talk, read_talk, routine_share, since_last

Array = NDArray[np.float64]
Labels = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Learnt:
    """What the model makes of this meeting so far; none of the arrays is ever changed in place.

    `belongs` is the probability of each item at each utterance, `likely` that of a change; from them come
    `heard` (what the words heard under the items say), `habit` (what this chair's habits say) and the
    `weights` of the features of a change. `trust` scales the words' evidence.
    """

    belongs: Array
    likely: Array
    heard: Array
    habit: Array
    weights: Array
    trust: float


class MeetingModel:
    """One meeting's agenda and talk, and what was learnt of it.

    Args of the constructor: the agenda's items (at least one), the utterances (at least one) and who says
    each (None where unknown), the rows that a person placed with the place of their item or NONE, and the
    weights.
    """

    def __init__(
        self,
        items: tuple[AgendaItem, ...],
        texts: Sequence[str],
        speakers: Sequence[str | None],
        pinned: Mapping[int, int],
        options: SegmentOptions,
    ) -> None:
        book = load_cues()
        self.options, self.pinned, self.speakers = options, pinned, list(speakers)
        self.items, self.count = len(items), len(texts)
        self.talk = read_talk(texts)
        self.heard_words = read_heard(self.talk)
        self.printed, title_stems = printed_similarity(
            self.talk, self.heard_words.spread, items, book.function_words, options.similarity
        )
        # a title's word announces the item where it is new; in the midst of the debate it is only talk
        fresh = 1.0 - np.exp(-since_last(self.talk) / options.fresh)
        early = _EarlyWords(self.talk, title_stems, fresh)
        self.titled = early.sum(options.title_words)
        self.called = early.best(options.called_words)
        self.edges = read_edges(self.talk, width=options.first_words)
        self.cues = find_cues(
            self.talk, tuple(item.number for item in items), book, first_words=options.first_words
        )
        self.chair = _chair(self.speakers, self.cues)
        routine = routine_share(self.talk, often=options.routine_often)
        self.telling = 1.0 - np.clip((routine - options.routine_from) / options.routine_span, 0.0, 1.0)
        # Talk on one subject repeats itself: a hundred utterances say less than ten times what ten say.
        self.dense = float(self._damping(np.array(self.count / self.items)))
        self.learnt = Learnt(
            belongs=np.zeros((self.count, self.items)),
            likely=np.zeros(self.count),
            heard=np.zeros((self.count, self.items)),
            habit=np.zeros(self.count),
            weights=_usual_weights(options),
            trust=self.dense**options.trust,
        )
        self.order = self._usual_order()

    def embed(self, embedder: Embedder, texts: Sequence[str], items: tuple[AgendaItem, ...]) -> None:
        """Let nearness in meaning count with the printed words."""
        similarity = self.options.similarity
        near = embedded_similarity(
            embedder,
            texts,
            np.diff(self.talk.starts).astype(np.float64),
            [f"{item.title}. {item_text(item)}" for item in items],
            window_words=similarity.window_words,
        )
        self.printed = self.printed + similarity.embedding * near

    def weigh(self, supposed: Mapping[int, int] = MappingProxyType({})) -> None:
        """Find the probability of each item, and of a change, at each utterance.

        A long meeting may change item only at its likelier places, which keeps the time within bounds.

        Args:
            supposed: rows that are taken to belong to an item for once, beside those that a person placed.
        """
        entering = self.entering()
        edges = self._likelier_places(entering)
        probability, changed = posterior(
            self.with_places(np.add.reduceat(self.emission(supposed), edges, axis=0)),
            self.with_places(entering[edges]),
            self.order,
            start_prices(self.items, self.options.order) + self.with_places(entering[:1])[0],
        )
        lengths = np.diff(np.append(edges, self.count))
        likely = np.zeros(self.count)
        likely[edges] = changed
        belongs = np.repeat(probability[:, : self.items], lengths, axis=0)
        self.learnt = replace(self.learnt, belongs=belongs, likely=likely)

    def _likelier_places(self, entering: Array) -> Labels:
        most = self.options.weighed_places
        if self.count <= most:
            return np.arange(self.count)
        strongest = np.argsort(-entering[:, :-1].max(axis=1), kind="stable")[: most // 2]
        even = np.arange(0, self.count, -(-2 * self.count // most))
        fixed = [row + edge for row in self.pinned for edge in (0, 1) if row + edge < self.count]
        return np.unique(np.concatenate([strongest, even, np.array(fixed, dtype=np.int64)]))

    def _usual_order(self) -> Array:
        """The prices of order; going back is the dearer the more there is said about each item."""
        usual = self.options.order
        return order_prices(self.items, replace(usual, back=usual.back / self.dense**1.5))

    def _prices(self) -> ItineraryPrices:
        usual = self.options.itinerary
        return replace(usual, late=usual.late / self.dense, again=usual.again / self.dense)

    def with_places(self, table: Array) -> Array:
        """A table over items and none, widened to the states of summarise.path."""
        return np.concatenate([table, np.repeat(table[:, -1:], self.items, axis=1)], axis=1)

    def emission(self, supposed: Mapping[int, int] = MappingProxyType({})) -> Array:
        """Utterances x (items, none): log weight of an utterance under each."""
        options, learnt = self.options, self.learnt
        evidence = (
            learnt.trust * options.evidence * centre(self.printed, learnt.belongs, options.similarity.centred)
        )
        evidence = self._damping(self._length())[:, None] * (
            evidence + options.similarity.adapted * learnt.heard
        )
        evidence = options.evidence_most * np.tanh(evidence / options.evidence_most)
        table = np.full((self.count, self.items + 1), options.nothing)
        table[:, :-1] = self.telling[:, None] * evidence
        for row, item in {**supposed, **self.pinned}.items():
            own = table[row, item]
            table[row] = -np.inf
            table[row, item] = own
        return table

    def _damping(self, length: Array) -> Array:
        """What an utterance's words count where the talk on an item takes that many utterances."""
        options = self.options
        return np.minimum(1.0, (options.dense / np.maximum(length, 1.0)) ** options.damped)

    def _length(self) -> Array:
        """How long the talk on an utterance's item is: as found so far, or at least as the mean."""
        mean, belongs = self.count / self.items, self.learnt.belongs
        none = 1.0 - belongs.sum(axis=1)
        own = belongs @ belongs.sum(axis=0) + none * mean
        longer: Array = np.maximum(own, mean) ** self.options.local * mean ** (1.0 - self.options.local)
        return longer

    def features(self) -> Array:
        """What speaks for a change at each utterance, in the order of `_usual_weights`."""
        opens = np.minimum(self.cues.opening, 2.0)
        opens[1:] -= np.minimum(opens[:-1], opens[1:]) * self.options.once
        closes = np.minimum(self.cues.closing, 2.0)
        closed = np.zeros(self.count)
        closed[1:] = np.maximum(closes[:-1] - closes[1:] * self.options.once, 0.0)
        leads = np.minimum(self.cues.leading, 1.0)
        return np.stack([np.ones(self.count), closed, opens, leads, self.chair, self.learnt.habit], axis=1)

    def entering(self) -> Array:
        """Utterances x (items, none): log weight of beginning each at an utterance."""
        options, features, weights = self.options, self.features(), self.learnt.weights
        table = np.empty((self.count, self.items + 1))
        called = options.titled * self.titled * (1.0 + options.titled_opening * features[:, 2:3])
        table[:, :-1] = (features @ weights)[:, None] + np.minimum(called, options.titled_most)
        table[:, :-1] += options.named * self.cues.named + self.dense * options.called * self.called
        # "Tilbage til …" counts for the item that is named with it
        meant = np.minimum(self.cues.named + self.titled, 1.0)
        table[:, :-1] += options.returning * np.minimum(self.cues.returning, 1.0)[:, None] * meant
        ended = np.append(0.0, np.minimum(self.cues.ending[:-1], 1.0))
        # an opening does not speak for "no item"; a closing does
        table[:, -1] = features[:, :2] @ weights[:2] + options.ending * ended
        # the meeting begins somewhere at no price; what is called there still counts
        table[0, :-1] -= table[0, :-1].min()
        table[0, -1] = 0.0
        return table

    def find(self) -> tuple[Labels, float]:
        """The best way, given what was learnt: the place of each utterance's item or NONE; its log weight."""
        options, entering = self.options, self.entering()
        strength = entering[:, :-1].max(axis=1)
        strength[0] = -np.inf
        places = options.places * self.items + options.places_least
        beginnings = np.argsort(-strength, kind="stable")[:places]
        fixed = [row + edge for row in self.pinned for edge in (0, 1)]
        changes = np.unique(
            np.concatenate([beginnings, np.flatnonzero(self.learnt.likely > 0.01), np.array(fixed, int)])
        )
        changes = changes[(changes > 0) & (changes < self.count)]
        return best_itinerary(self.emission(), entering, changes, self._prices(), width=options.width)

    def learn(self) -> None:
        """Learn what is said under which item, and how this chair changes items."""
        options = self.options
        belongs, changed = self.learnt.belongs, self.learnt.likely
        heard = heard_similarity(self.heard_words, belongs * self.telling[:, None], options.similarity)
        habit = habit_scores(
            self.edges, changed, smoothing=options.habit_smoothing, most=options.habit_most
        ) + options.habit_speaker * speaker_scores(
            self.speakers, changed, smoothing=options.habit_smoothing, most=options.habit_most
        )
        self.learnt = replace(self.learnt, heard=heard, habit=habit, trust=1.0)
        weights = adapted_weights(
            self.features(), changed, _usual_weights(options), firmness=options.firmness
        )
        self.learnt = replace(self.learnt, weights=weights)

    def sureness(self, labels: Labels) -> Array:
        """The probability of each utterance's label."""
        belongs = self.learnt.belongs
        by_item = belongs[np.arange(self.count), np.maximum(labels, 0)]
        sure: Array = np.where(labels == NONE, 1.0 - belongs.sum(axis=1), by_item)
        return sure


def _usual_weights(options: SegmentOptions) -> Array:
    return np.array(
        [-options.change, options.closing, options.opening, options.leading, options.speaker, options.habit]
    )


def _chair(speakers: list[str | None], cues: Cues) -> Array:
    """1 where the one who opens and closes most speaks; all 0 if nobody is named."""
    says: dict[str, float] = {}
    for speaker, weight in zip(speakers, cues.opening + cues.closing, strict=True):
        if speaker:
            says[speaker] = says.get(speaker, 0.0) + weight
    if not says:
        return np.zeros(len(speakers))
    chair = max(says, key=lambda name: says[name])
    return np.array([float(speaker == chair) for speaker in speakers])


class _EarlyWords:
    """What the first words of utterances are worth for each item, by a stem x item table."""

    def __init__(self, talk: Talk, by_stem: Array, worth: Array) -> None:
        titled: Flags = by_stem.max(axis=1) > 0
        telling = np.flatnonzero(titled[talk.stems])
        self.shape = (len(talk.starts) - 1, by_stem.shape[1])
        self.utterance = talk.utterance_of_word[telling]
        self.place = telling - talk.starts[self.utterance]
        self.values = by_stem[talk.stems[telling]] * worth[telling, None]

    def sum(self, first_words: int) -> Array:
        """The sum over the first words of each utterance."""
        result, early = np.zeros(self.shape), self.place < first_words
        np.add.at(result, self.utterance[early], self.values[early])
        return result

    def best(self, first_words: int) -> Array:
        """The largest value among the first words of each utterance."""
        result, early = np.zeros(self.shape), self.place < first_words
        np.maximum.at(result, self.utterance[early], self.values[early])
        return result
