"""The weights of the segmentation, each with its meaning; bench/README.md says what they were tuned on."""

from __future__ import annotations

from dataclasses import dataclass, field

from summarise.itinerary import ItineraryPrices
from summarise.path import OrderPrices
from summarise.similarity import SimilarityOptions


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchOptions:
    """When a change is doubtful, and how much is tried.

    A change is doubtful if what speaks for beginning the item there is below `doubtful` nats, or below
    `relative` times the median of all changes. Stretches of at least `shortest` utterances are tried, with
    `margin` utterances at both ends left free and at most `joined` of the way's stretches in one. Each of
    `rounds` tries the `tries` most doubtful ones, as long as utterances times tries stay within `budget`; a
    way is kept for `gain` nats more.
    """

    doubtful: float = 1.0
    relative: float = 0.3
    shortest: int = 20
    margin: int = 12
    joined: int = 4
    rounds: int = 4
    tries: int = 24
    budget: int = 40_000
    gain: float = 6.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentOptions:
    """Weights of the model, in nats unless said otherwise.

    What an utterance says for an item: `evidence` weighs its similarity, at most `evidence_most`. In a
    meeting with more than `dense` utterances an item it is scaled down by that ratio to the power `damped`;
    `local` is how far the utterance's own item's length counts, if longer, instead of the mean (0 to 1).
    In the first pass evidence is scaled down again, by that scale to the power `trust`.
    Formulas say nothing: an utterance counts less where more than `routine_from` of its three-word rows, and
    not at all where `routine_span` more, are used in `routine_often` utterances. `nothing` is what "no item"
    is worth.

    What a place says for a change: `change` is the price without any cue; `closing` (the one before closes an
    item), `opening` and `leading` (this one opens or may open one) and `speaker` (the chair's turn) lower it,
    and so do this chair's `habit`s: wording at the edges of utterances (`first_words` of them) and, times
    `habit_speaker`, whose turn it is; learnt with `habit_smoothing` changes of doubt, at most `habit_most`.
    `once` is how much a run of cues counts as one. `firmness` is how many changes these weights are worth
    against what the meeting shows.

    Which item is begun: `named` for one whose number is called, `titled` for its title's words among the
    first `title_words`, times 1 + `titled_opening` where the chair opens, at most `titled_most`; `called` for
    the best of them among the first `called_words` ("Sommerferien. Hvem vil?"), less where a word was said
    about `fresh` utterances ago; `returning` where "back to" is said with it; `ending` favours "no item"
    after the meeting's last words.

    `sure_shift` and `sure_slope` calibrate confidence. `passes` is how often the model learns from the way
    found, unless no probability moves by `settled` any more; `places` for each item and `places_least` bound
    where the last search may change item, `weighed_places` where the model may; `width` is how many ways the
    search keeps.
    """

    similarity: SimilarityOptions = field(default_factory=SimilarityOptions)
    order: OrderPrices = field(default_factory=OrderPrices)
    itinerary: ItineraryPrices = field(default_factory=ItineraryPrices)
    search: SearchOptions = field(default_factory=SearchOptions)
    evidence: float = 7.0
    evidence_most: float = 4.0
    dense: float = 18.0
    damped: float = 0.8
    local: float = 0.6
    trust: float = 0.5
    routine_often: int = 3
    routine_from: float = 0.3
    routine_span: float = 0.4
    nothing: float = -0.1
    change: float = 6.0
    closing: float = 1.5
    opening: float = 3.0
    leading: float = 1.0
    speaker: float = 1.0
    habit: float = 0.35
    habit_smoothing: float = 2.0
    habit_most: float = 4.0
    habit_speaker: float = 1.0
    firmness: float = 3.0
    once: float = 0.7
    named: float = 4.0
    titled: float = 1.2
    titled_opening: float = 2.0
    titled_most: float = 8.0
    called: float = 4.0
    called_words: int = 8
    fresh: float = 4.0
    returning: float = 6.0
    ending: float = 4.0
    first_words: int = 8
    title_words: int = 24
    sure_shift: float = 0.18
    sure_slope: float = 0.24
    passes: int = 3
    settled: float = 0.035
    places: int = 6
    places_least: int = 40
    weighed_places: int = 1000
    width: int = 32
