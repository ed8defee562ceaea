"""How well each utterance fits each item: the item's printed words, and the words heard under it so far."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from minutes.agenda import AgendaItem
from minutes.vocabulary import SectionKind
from summarise.words import Talk, match_stems, stem, tokenise

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class SimilarityOptions:
    """How words become weights.

    `title_share` is the part of an item's weight that its title carries where it also has a text.
    `trust` is how much of the talk under an item is expected to use the item's own words.
    `word_most` caps what one word may say (nats). `misheard` and `compound` are the worth of a word that
    differs by one letter, or is part of a compound. `adapted` weighs the words heard under an item, which
    are smoothed by `smoothing` words of the meeting as a whole.
    """

    title_share: float = 0.6
    trust: float = 0.3
    word_most: float = 3.0
    misheard: float = 0.8
    compound: float = 0.5
    shortest_part: int = 4
    adapted: float = 0.3
    smoothing: float = 100.0


def _stems(text: str, function_words: Set[str]) -> set[str]:
    return {stem(word) for word in tokenise(text) if word not in function_words}


def item_terms(item: AgendaItem, title_share: float, function_words: Set[str]) -> dict[str, float]:
    """The stems of an item's title and text with their weights; the weights sum to 1."""
    title = _stems(item.title, function_words)
    text = set[str]()
    for section in item.sections:
        if section.kind is not SectionKind.DECISION:
            text |= _stems(f"{section.proposer or ''} {section.text}", function_words)
    text |= _stems(item.journal_number or "", function_words)
    share = title_share if text and title else 1.0 if title else 0.0
    weights = dict.fromkeys(title | text, 0.0)
    for word in title:
        weights[word] += share / len(title)
    for word in text:
        weights[word] += (1.0 - share) / len(text)
    return weights


def _sum_by_utterance(talk: Talk, by_stem: Array) -> Array:
    """For each utterance the sum over its words of a stem x item table."""
    sums = np.zeros((len(talk.starts) - 1, by_stem.shape[1]))
    filled = np.flatnonzero(np.diff(talk.starts))
    if len(filled):
        sums[filled] = np.add.reduceat(by_stem[talk.stems], talk.starts[filled], axis=0)
    return sums


def background(talk: Talk) -> Array:
    """The probability of each stem in the meeting as a whole, smoothed."""
    counts = np.bincount(talk.stems, minlength=len(talk.stem_list)) + 1.0
    share: Array = counts / counts.sum()
    return share


def printed_similarity(
    talk: Talk, items: tuple[AgendaItem, ...], function_words: Set[str], options: SimilarityOptions
) -> tuple[Array, Array]:
    """Log evidence that an utterance belongs to an item, from the printed agenda.

    Returns the utterance x item table, and the stem x item table of title words (0 to 1).
    """
    terms = [item_terms(item, options.title_share, function_words) for item in items]
    titles = [_stems(item.title, function_words) for item in items]
    printed = sorted(set().union(*terms)) if terms else []
    place = {word: k for k, word in enumerate(printed)}
    weight = np.zeros((len(printed), len(items)))
    in_title = np.zeros((len(printed), len(items)))
    for i, of_item in enumerate(terms):
        for word, value in of_item.items():
            weight[place[word], i] = value
        for word in titles[i]:
            in_title[place[word], i] = 1.0
    shared = np.count_nonzero(weight, axis=1, keepdims=True)
    rarity = np.log((len(items) + 1.0) / np.maximum(shared, 1)) / np.log(len(items) + 1.0)
    weight *= rarity
    in_title *= rarity
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
    evidence = np.log1p(options.trust * expected / background(talk)[:, None])
    return _sum_by_utterance(talk, np.minimum(evidence, options.word_most)), titled


def heard_similarity(talk: Talk, belongs: Array, options: SimilarityOptions) -> Array:
    """Log evidence from the words heard under each item so far (one EM step on the items' words).

    `belongs` holds the probability of each item at each utterance. Smoothed by the meeting's own words, so an
    item of few words says little.
    """
    common = background(talk)
    per_word = belongs[talk.utterance_of_word]
    counts = np.stack(
        [
            np.bincount(talk.stems, weights=per_word[:, i], minlength=len(talk.stem_list))
            for i in range(belongs.shape[1])
        ],
        axis=1,
    )
    of_item = (counts + options.smoothing * common[:, None]) / (counts.sum(axis=0) + options.smoothing)
    evidence = np.log(of_item / common[:, None])
    return _sum_by_utterance(talk, np.clip(evidence, -options.word_most, options.word_most))
