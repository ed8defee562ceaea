"""The model of a meeting: what each utterance says for each item, what a change costs, and the way through.

Some passes in turn: find the way through the agenda, then learn from it which words are said under which item
and how this chair changes items, and find the way again. The first way trusts order and cues more and the
words less, for what it puts together wrongly the later ones learn.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

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
class Way:
    """The way found: the place of each utterance's item (or NONE), and how sure that is (0 to 1)."""

    labels: Labels
    sure: Array
    cues: Cues


def find_way(
    items: tuple[AgendaItem, ...],
    texts: Sequence[str],
    speakers: Sequence[str | None],
    pinned: Mapping[int, int],
    options: SegmentOptions,
    embedder: Embedder | None,
) -> Way:
    """The best way of a meeting through its agenda.

    Args:
        items: the agenda, at least one item.
        texts: the utterances, at least one.
        speakers: who says each; None where unknown.
        pinned: row of an utterance to the place of its item, or to NONE: never changed.
        options: the weights.
        embedder: judges nearness in meaning too; None for words alone.
    """
    model = _Model(items, texts, speakers, pinned, options)
    if embedder is not None:
        model.embed(embedder, texts, items)
    for _ in range(options.passes):
        model.weigh()
        model.find()
        model.learn()
    model.weigh()
    model.find()
    return Way(labels=model.labels, sure=model.sureness(), cues=model.cues)


class _Model:
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
        self.printed, title_stems = printed_similarity(
            self.talk, items, book.function_words, options.similarity
        )
        # a title's word announces the item where it is new; in the midst of the debate it is only talk
        fresh = 1.0 - np.exp(-since_last(self.talk) / options.fresh)
        early = _EarlyWords(self.talk, title_stems, fresh)
        self.titled = early.sum(options.title_words)
        self.called = early.best(options.called_words)
        self.heard_words = read_heard(self.talk)
        self.edges = read_edges(self.talk, width=options.first_words)
        self.cues = find_cues(
            self.talk, tuple(item.number for item in items), book, first_words=options.first_words
        )
        self.chair = _chair(self.speakers, self.cues)
        routine = routine_share(self.talk, often=options.routine_often)
        self.telling = 1.0 - np.clip((routine - options.routine_from) / options.routine_span, 0.0, 1.0)
        # Talk on one subject repeats itself: a hundred utterances say less than ten times what ten say.
        self.dense = float(self._damping(np.array(self.count / self.items)))
        self.trust = self.dense**options.trust
        self.belongs = np.zeros((self.count, self.items))
        self.heard = np.zeros((self.count, self.items))
        self.habit = np.zeros(self.count)
        self.weights = _usual_weights(options)
        self.likely = np.zeros(self.count)
        self.labels = np.full(self.count, NONE)
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

    def weigh(self) -> None:
        """The probability of each item, and of a change, at each utterance.

        A long meeting may change item only at its likelier places, which keeps the time within bounds.
        """
        entering = self.entering()
        edges = self._likelier_places(entering)
        probability, changed = posterior(
            self.with_places(np.add.reduceat(self.emission(), edges, axis=0)),
            self.with_places(entering[edges]),
            self.order,
            start_prices(self.items, self.options.order) + self.with_places(entering[:1])[0],
        )
        self.belongs = np.repeat(probability[:, : self.items], np.diff(np.append(edges, self.count)), axis=0)
        self.likely = np.zeros(self.count)
        self.likely[edges] = changed

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

    def emission(self) -> Array:
        """Utterances x (items, none): log weight of an utterance under each."""
        options = self.options
        evidence = (
            self.trust * options.evidence * centre(self.printed, self.belongs, options.similarity.centred)
        )
        evidence = self._damping(self._length())[:, None] * (
            evidence + options.similarity.adapted * self.heard
        )
        evidence = options.evidence_most * np.tanh(evidence / options.evidence_most)
        table = np.full((self.count, self.items + 1), options.nothing)
        table[:, :-1] = self.telling[:, None] * evidence
        for row, item in self.pinned.items():
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
        mean = self.count / self.items
        none = 1.0 - self.belongs.sum(axis=1)
        own = self.belongs @ self.belongs.sum(axis=0) + none * mean
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
        return np.stack([np.ones(self.count), closed, opens, leads, self.chair, self.habit], axis=1)

    def entering(self) -> Array:
        """Utterances x (items, none): log weight of beginning each at an utterance."""
        options, features = self.options, self.features()
        table = np.empty((self.count, self.items + 1))
        called = options.titled * self.titled * (1.0 + options.titled_opening * features[:, 2:3])
        table[:, :-1] = (features @ self.weights)[:, None] + np.minimum(called, options.titled_most)
        table[:, :-1] += options.named * self.cues.named + self.dense * options.called * self.called
        # "Tilbage til …" counts for the item that is named with it
        meant = np.minimum(self.cues.named + self.titled, 1.0)
        table[:, :-1] += options.returning * np.minimum(self.cues.returning, 1.0)[:, None] * meant
        ended = np.append(0.0, np.minimum(self.cues.ending[:-1], 1.0))
        # an opening does not speak for "no item"; a closing does
        table[:, -1] = features[:, :2] @ self.weights[:2] + options.ending * ended
        # the meeting begins somewhere at no price; what is called there still counts
        table[0, :-1] -= table[0, :-1].min()
        table[0, -1] = 0.0
        return table

    def find(self) -> None:
        """The best way, given what was learnt so far."""
        options, entering = self.options, self.entering()
        strength = entering[:, :-1].max(axis=1)
        strength[0] = -np.inf
        places = options.places * self.items + options.places_least
        beginnings = np.argsort(-strength, kind="stable")[:places]
        fixed = [row + edge for row in self.pinned for edge in (0, 1)]
        changes = np.unique(
            np.concatenate([beginnings, np.flatnonzero(self.likely > 0.01), np.array(fixed, int)])
        )
        changes = changes[(changes > 0) & (changes < self.count)]
        self.labels = best_itinerary(self.emission(), entering, changes, self._prices(), width=options.width)

    def learn(self) -> None:
        """What is said under which item, and how this chair changes items, as the way found shows."""
        options = self.options
        changed = self.likely
        self.trust = 1.0
        self.heard = heard_similarity(
            self.heard_words, self.belongs * self.telling[:, None], options.similarity
        )
        self.habit = habit_scores(
            self.edges, changed, smoothing=options.habit_smoothing, most=options.habit_most
        ) + options.habit_speaker * speaker_scores(
            self.speakers, changed, smoothing=options.habit_smoothing, most=options.habit_most
        )
        self.weights = adapted_weights(
            self.features(), changed, _usual_weights(options), firmness=options.firmness
        )

    def sureness(self) -> Array:
        """The probability of each utterance's label."""
        by_item = self.belongs[np.arange(self.count), np.maximum(self.labels, 0)]
        sure: Array = np.where(self.labels == NONE, 1.0 - self.belongs.sum(axis=1), by_item)
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
