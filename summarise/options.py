"""The weights of the segmentation, each with its meaning. What they were tuned on stands in bench/README.md."""

from __future__ import annotations

from dataclasses import dataclass, field

from summarise.itinerary import ItineraryPrices
from summarise.path import OrderPrices
from summarise.similarity import SimilarityOptions


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentOptions:
    """Weights of the model, in nats unless said otherwise."""

    similarity: SimilarityOptions = field(default_factory=SimilarityOptions)
    order: OrderPrices = field(default_factory=OrderPrices)
    itinerary: ItineraryPrices = field(default_factory=ItineraryPrices)
    evidence: float = 6.0
    evidence_most: float = 4.0
    dense: float = 12.0
    damped: float = 0.5
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
    returning: float = 6.0
    ending: float = 4.0
    first_words: int = 8
    title_words: int = 24
    sure_shift: float = 0.0
    sure_slope: float = 1.0
    passes: int = 2
    places: int = 6
    places_least: int = 40
    weighed_places: int = 1500
    width: int = 32
