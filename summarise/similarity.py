"""How well each utterance fits each item: the item's printed words, and the words heard under it so far."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from minutes.agenda import AgendaItem
from minutes.vocabulary import SectionKind
from summarise.words import Talk, match_stems, sounds, tokenise

Array = NDArray[np.float64]
Single = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class SimilarityOptions:
    """How words become weights.

    `title` is what a word of the title weighs against one of the text. `normalised` is how far an item of
    many words is brought to the length of one of few (0 not at all, 1 wholly). `long_word` is the length in
    letters from which a word counts fully: short words are common in any talk. `centred` is how much of an
    item's mean similarity to the whole meeting is taken off. `misheard` and `compound` are the worth of a
    word that differs by one letter, or is part of a compound. `adapted` weighs the words heard under an item,
    which are smoothed by `smoothing` words of the meeting as a whole; `word_most` caps what one of them says
    (nats). `embedding` weighs nearness in meaning, where an embedder is given, by windows of `window_words`
    words.
    """

    title: float = 2.5
    normalised: float = 0.7
    long_word: float = 8.0
    centred: float = 0.5
    misheard: float = 0.8
    compound: float = 0.5
    shortest_part: int = 4
    adapted: float = 0.35
    smoothing: float = 1000.0
    word_most: float = 3.0
    embedding: float = 5.0
    window_words: int = 60


def _stems(text: str, function_words: Set[str]) -> set[str]:
    return set(sounds(word for word in tokenise(text) if word not in function_words))


def item_text(item: AgendaItem) -> str:
    """The item's sections and journal number, without its decision, in one line."""
    sections = (s for s in item.sections if s.kind is not SectionKind.DECISION)
    return " ".join([*(f"{s.proposer or ''} {s.text}" for s in sections), item.journal_number or ""])


def _sum_by_utterance(talk: Talk, by_stem: Array) -> Array:
    """For each utterance the sum over its words of a stem x item table."""
    sums = np.zeros((len(talk.starts) - 1, by_stem.shape[1]))
    filled = np.flatnonzero(np.diff(talk.starts))
    if len(filled):
        sums[filled] = np.add.reduceat(by_stem[talk.stems], talk.starts[filled], axis=0)
    return sums


def printed_similarity(
    talk: Talk,
    spread: NDArray[np.int64],
    items: tuple[AgendaItem, ...],
    function_words: Set[str],
    options: SimilarityOptions,
) -> tuple[Array, Array]:
    """Log evidence that an utterance belongs to an item, from the printed agenda.

    `spread` is the number of utterances in which each stem is said.
    Returns the utterance x item table, and the stem x item table of title words (0 to 1).
    """
    titles = [_stems(item.title, function_words) for item in items]
    texts = [_stems(item_text(item), function_words) for item in items]
    printed = sorted(set().union(*titles, *texts))
    place = {word: k for k, word in enumerate(printed)}
    weight = np.zeros((len(printed), len(items)))
    in_title = np.zeros((len(printed), len(items)))
    for i in range(len(items)):
        weight[[place[word] for word in texts[i]], i] = 1.0
        weight[[place[word] for word in titles[i]], i] = options.title
        in_title[[place[word] for word in titles[i]], i] = 1.0

    def rarity_of(table: Array) -> Array:
        shared = np.maximum(np.count_nonzero(table, axis=1, keepdims=True), 1)
        return np.asarray(np.log((len(items) + 1.0) / shared) / np.log(len(items) + 1.0))

    length = np.array(
        [3 * len(word) if word[0].isdigit() else len(word) for word in printed], dtype=np.float64
    )
    telling = np.minimum((length[:, None] - 1) / (options.long_word - 1), 1.0)
    weight *= rarity_of(weight) * telling
    in_title *= rarity_of(in_title) * telling
    norm = np.sqrt((weight**2).sum(axis=0))
    weight /= np.maximum(norm, 1e-9) ** options.normalised * options.title ** (1 - options.normalised)
    pairs = match_stems(
        talk.stem_list,
        printed,
        misheard=options.misheard,
        compound=options.compound,
        shortest_part=options.shortest_part,
    )
    expected = np.zeros((len(talk.stem_list), len(items)))
    titled = np.zeros((len(talk.stem_list), len(items)))
    for heard, read, sureness in pairs:
        np.maximum(expected[heard], sureness * weight[read], out=expected[heard])
        np.maximum(titled[heard], sureness * in_title[read], out=titled[heard])
    count = len(talk.starts) - 1
    rare = np.log((count + 1.0) / np.maximum(spread, 1)) / np.log(count + 1.0)
    return _sum_by_utterance(talk, expected * rare[:, None]), titled


def centre(similarity: Array, belongs: Array, share: float) -> Array:
    """Similarity less `share` of what an item gets from talk that is not its own.

    An item with a long text is a little like any talk; what it owns (`belongs`, a probability) does not
    count.
    """
    others = 1.0 - belongs
    mean = (similarity * others).sum(axis=0) / np.maximum(others.sum(axis=0), 1.0)
    centred: Array = similarity - share * mean
    return centred


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Heard:
    """Which stems are said in which utterances, how often, and how often elsewhere in the meeting.

    Stems said in one utterance only are left out: they say nothing about any other.
    """

    stem: NDArray[np.int64]
    utterance: NDArray[np.int64]
    uses: Single
    elsewhere: Single
    """The share of the meeting's words that are this stem, without this utterance."""
    words: Single
    """The number of words of every utterance."""
    spread: NDArray[np.int64]
    """The number of utterances in which each stem is said, also of those that are left out."""


def read_heard(talk: Talk) -> Heard:
    """The stems of each utterance, in the order of the utterances."""
    stems = max(len(talk.stem_list), 1)
    keys, uses = np.unique(talk.utterance_of_word * stems + talk.stems, return_counts=True)
    stem, utterance = keys % stems, keys // stems
    elsewhere = np.bincount(talk.stems, minlength=stems)[stem] - uses
    known = elsewhere > 0
    return Heard(
        stem=stem[known],
        utterance=utterance[known],
        uses=uses[known].astype(np.float32),
        elsewhere=(elsewhere[known] / max(len(talk.stems), 1)).astype(np.float32),
        words=np.diff(talk.starts).astype(np.float32),
        spread=np.bincount(stem, minlength=stems),
    )


def heard_similarity(heard: Heard, belongs: Array, options: SimilarityOptions) -> Array:
    """Log evidence from the words heard under each item so far (one EM step on the items' words).

    `belongs` holds the probability of each item at each utterance. What an utterance says itself is left out
    when it is judged, or every division of the talk would prove itself right; the rest is smoothed by the
    meeting's own words (Dirichlet), so an item of few words says little.
    """
    sums = np.zeros(belongs.shape)
    if not len(heard.stem):
        return sums
    begins = np.flatnonzero(np.diff(heard.utterance, prepend=-1))
    spoken = heard.utterance[begins]
    smoothing, most = np.float32(options.smoothing), options.word_most
    # single precision: a logarithm for every word and item takes most of the time
    for item, mine in enumerate(np.ascontiguousarray(belongs.T, dtype=np.float32)):
        own = heard.uses * mine[heard.utterance]
        said = np.bincount(heard.stem, weights=own, minlength=len(heard.spread)).astype(np.float32)
        share = said[heard.stem] - own
        share /= heard.elsewhere
        share += smoothing
        others = heard.words @ mine - heard.words * mine + smoothing
        share /= others[heard.utterance]
        evidence = np.clip(np.log(share, out=share), -most, most, out=share)
        evidence *= heard.uses
        sums[spoken, item] = np.add.reduceat(evidence, begins)
    return sums
